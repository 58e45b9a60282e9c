package org.openfoodfacts.brigade.suite.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.Service;

/** The shell of the console: four files, no more, so no path is ever looked up. */
final class ConsoleFiles {
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html;charset=utf-8",
            "shell.js", "text/javascript;charset=utf-8",
            "api.js", "text/javascript;charset=utf-8",
            "style.css", "text/css;charset=utf-8");
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
    private final Map<String, Buffer> files =
            TYPES.keySet().stream().collect(Collectors.toMap(name -> "/" + name, ConsoleFiles::read));

    void serve(HttpServerRequest request) {
        String path = "/".equals(request.path()) ? "/index.html" : String.valueOf(request.path());
        HttpServerResponse response = request.response();
        if (!Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(request.method())) {
            problem(response, 405, "method-not-allowed", "This address does not take that method");
        } else if (files.containsKey(path)) {
            Buffer file = files.get(path);
            response.putHeader("Content-Type", TYPES.get(path.substring(1)))
                    .putHeader("Content-Security-Policy", POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Cache-Control", "no-cache");
            var _ = HttpMethod.HEAD.equals(request.method()) ? response.end() : response.end(file);
        } else {
            problem(response, 404, "not-found", "There is no such thing");
        }
    }

    private static void problem(HttpServerResponse response, int status, String code, String title) {
        var _ = response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(Buffer.buffer(
                        Problems.json(status, code, title, "the console is at /, the APIs are below " + apis())));
    }

    private static List<String> apis() {
        return Arrays.stream(Service.values())
                .map(service -> "/api/" + service.id() + "/")
                .toList();
    }

    private static Buffer read(String name) {
        try (InputStream file = ConsoleFiles.class.getResourceAsStream("/console/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the console's " + name + " cannot be read", e);
        }
    }
}
