package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A reader of server-sent events as browsers are: remembers the id of the last one. */
final class Follower implements AutoCloseable {
    private final HttpClient client;
    private final BufferedReader lines;
    private String lastId;

    private Follower(HttpClient client, BufferedReader lines) {
        this.client = client;
        this.lines = lines;
    }

    static Follower open(String path, String lastEventId) throws IOException, InterruptedException {
        return open(path, lastEventId, TestTokens.token("viewer"));
    }

    static Follower open(String path, String lastEventId, String token) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(ServiceUnderTest.uri(path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return new Follower(client, new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** True when the stream ended by itself; waits for that. */
    boolean isEnded() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                return false;
            }
        }
        return true;
    }

    /** The data of the next event; waits for it. */
    JsonNode next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                lastId = line.substring("id:".length()).strip();
            } else if (line.startsWith("data:")) {
                return Json.mapper().readTree(line.substring("data:".length()));
            }
        }
        throw new IOException("the stream ended");
    }

    /** The next comment that is not empty; waits for it. */
    String comment() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches(":\\s*\\S.*")) {
                return line.substring(1).strip();
            }
        }
        throw new IOException("the stream ended");
    }

    String lastId() {
        return lastId;
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        lines.close();
    }
}
