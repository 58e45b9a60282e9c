package org.openfoodfacts.brigade.suite.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.launch.Installation;

/**
 * Serves the console and the services' pages as they lie in the sources, and the stories that use them. Stories play the services' answers
 * themselves; here a service can only be away with its pages, or with one file of them.
 */
final class PlayedConsole implements AutoCloseable {
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html;charset=utf-8", "js", "text/javascript;charset=utf-8", "css", "text/css");
    private final Path root = Installation.find().root();
    /** Names of services, or of one file of a service: {@code zfs-sync/copies.js}. */
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<String> told = new CompletableFuture<>();
    private final HttpServer server;

    PlayedConsole() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/stories/index.html");
    }

    /** What the stories say of themselves once all have ended, as JSON. */
    CompletableFuture<String> told() {
        return told;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/played/told" -> told.complete(body);
                case "/played/away" -> {
                    away.clear();
                    away.addAll(List.of(body.split(",")));
                }
                default -> {
                    file(exchange, path);
                    return;
                }
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Optional<Path> file = source(path).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] content = Files.readAllBytes(file.get());
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private Optional<Path> source(String path) {
        String[] parts = path.substring(1).split("/");
        if (Stream.of(parts).anyMatch(part -> part.isEmpty() || part.startsWith("."))) {
            return Optional.empty();
        }
        if (parts.length == 4 && parts[0].equals("api") && parts[2].equals("ui")) {
            return Optional.of(root.resolve(
                            "services/" + parts[1] + "/src/main/resources/META-INF/resources/ui/" + parts[3]))
                    .filter(file -> !away.contains(parts[1]) && !away.contains(parts[1] + "/" + parts[3]));
        }
        if (parts.length == 2 && parts[0].equals("stories")) {
            return Optional.of(root.resolve("suite/src/test/resources/console-stories/" + parts[1]));
        }
        return parts.length == 1
                ? Optional.of(root.resolve("suite/src/main/resources/console/" + parts[0]))
                : Optional.empty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
