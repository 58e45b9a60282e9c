package org.openfoodfacts.brigade.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;

/** Stands for a suite of this machine: gives the answers it was told, and remembers the tokens it was shown. */
final class PlayedSuite implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final StateFolder state;
    private final HttpServer server;

    private record Answer(int status, String type, String body) {}

    PlayedSuite(Path folder) throws IOException {
        state = new StateFolder(folder).create();
        new TokenIssuer(state.keys(), Clock.systemUTC()).create();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        RunningProcess self = RunningProcess.of("launcher", ProcessHandle.current());
        new RunningSuite(url(), "", self, Instant.now(), false, List.of()).write(state);
    }

    StateFolder state() {
        return state;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param request as {@code GET inventory/nodes} */
    void answers(String request, int status, String body) {
        answers.put(request, new Answer(status, "application/json", body));
    }

    void streams(String path, String events) {
        answers.put("GET " + path, new Answer(200, "text/event-stream", events));
    }

    /** In the order of the requests. */
    List<String> tokens() {
        return tokens;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/api/", "");
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", ""));
        Answer answer = answers.getOrDefault(
                exchange.getRequestMethod() + " " + path, new Answer(NOT_FOUND, "text/plain", "no answer was told"));
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), 0);
        exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
