package org.openfoodfacts.brigade.agent.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.openfoodfacts.brigade.contracts.Json;

/** The answer to one JSON request. Made with the smallest client Java has, because an agent needs it once in its life. */
record HttpAnswer(int status, String body) {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int LONGEST_BODY = 256 * 1024;

    static HttpAnswer post(URI uri, byte[] json) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(json);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] body = in == null ? new byte[0] : in.readNBytes(LONGEST_BODY);
            return new HttpAnswer(status, new String(body, StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }

    boolean isSuccess() {
        return status == HttpURLConnection.HTTP_OK;
    }

    /** What problem+json says: title, detail and the fields' errors. */
    String problem() {
        StringBuilder text = new StringBuilder("HTTP ").append(status);
        try {
            JsonNode problem = Json.mapper().readTree(body);
            if (problem.hasNonNull("detail")) {
                text.append(": ").append(problem.get("detail").asText());
            }
            for (JsonNode error : problem.path("errors")) {
                text.append("; ")
                        .append(error.path("field").asText())
                        .append(' ')
                        .append(error.path("detail").asText());
            }
        } catch (JsonProcessingException e) {
            text.append(" (no problem+json)");
        }
        return text.toString();
    }
}
