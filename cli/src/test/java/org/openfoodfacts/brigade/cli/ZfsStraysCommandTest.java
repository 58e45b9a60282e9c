package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** The pages come by name, so that each stray is on one of them; people want the costliest first. */
class ZfsStraysCommandTest {
    private static final String FIRST = """
            {"items": [{"node": "n1", "dataset": "tank/a", "snapshot": "cheap", "kind": "UNKNOWN_SNAPSHOT", "costBytes": 1},
                       {"node": "n1", "dataset": "tank/b", "snapshot": "middling", "kind": "EXPIRED", "costBytes": 20}], "next": "n1/tank/b@middling"}
            """;
    private static final String LAST = """
            {"items": [{"node": "n1", "dataset": "tank/c", "snapshot": "dear", "kind": "LEFT_BY_TOOL", "costBytes": 300}]}
            """;

    private HttpServer gateway;

    @BeforeEach
    void listen() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/zfs-sync/strays", ZfsStraysCommandTest::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void theCostliestOfAllPagesComesFirst() {
        StringWriter out = new StringWriter();
        URI base = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        try (ApiClient api = new ApiClient(base, () -> "token")) {
            new ZfsStraysCommand().run(api, new PrintWriter(out, true));
        }

        assertThat(out.toString()).containsSubsequence("@dear", "@middling", "@cheap");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean more = String.valueOf(exchange.getRequestURI().getQuery()).contains("after=");
        byte[] body = (more ? LAST : FIRST).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
