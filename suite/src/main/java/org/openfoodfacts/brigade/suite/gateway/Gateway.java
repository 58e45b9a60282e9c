package org.openfoodfacts.brigade.suite.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.openfoodfacts.brigade.contracts.Service;

/** The one address of the suite: hands {@code /api/<service>/…} on to that service, streams included, and serves the console. */
public final class Gateway implements AutoCloseable {
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int CONNECTIONS_PER_SERVICE = 256;
    private final Vertx vertx;
    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<Service, Integer> ports;
    private final ConsoleFiles console = new ConsoleFiles();
    private final HttpProxy proxy;

    private Gateway(Vertx vertx, Map<Service, Integer> ports) {
        this.vertx = vertx;
        this.ports = Map.copyOf(ports);
        this.proxy = HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                        .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(2))))
                .origin(OriginRequestProvider.selector(
                        context -> origin(context.request().proxiedRequest())))
                .addInterceptor(new ClientAddress())
                .addInterceptor(new Limits())
                .addInterceptor(new AwayServices());
    }

    /** Listens on loopback; the services need not be up yet. */
    public static Gateway start(int port, Map<Service, Integer> ports) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        Gateway gateway = new Gateway(vertx, ports);
        gateway.listen("127.0.0.1", port);
        return gateway;
    }

    /** Listens at the other address too, on the same port. */
    public void listenAt(InetAddress other) {
        listen(other.getHostAddress(), url().getPort());
    }

    private void listen(String host, int port) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false));
        server.requestHandler(this::handle);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Future<HttpServer> listening = server.listen(port).onFailure(failure::set);
        listening
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionally(e -> null)
                .join();
        if (failure.get() != null) {
            close();
            throw new IllegalStateException("the gateway cannot listen on port " + port + " of " + host, failure.get());
        }
        servers.add(server);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + servers.getFirst().actualPort());
    }

    private void handle(HttpServerRequest request) {
        if (service(request).isPresent()) {
            proxy.handle(request);
        } else {
            console.serve(request);
        }
    }

    private Future<SocketAddress> origin(HttpServerRequest request) {
        int port = ports.get(service(request).orElseThrow());
        return Future.succeededFuture(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
    }

    private static Optional<Service> service(HttpServerRequest request) {
        String[] parts = request.path() == null ? new String[0] : request.path().split("/", 4);
        return parts.length > 2 && parts[0].isEmpty() && "api".equals(parts[1])
                ? Service.of(parts[2])
                : Optional.empty();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
