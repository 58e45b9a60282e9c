package org.openfoodfacts.brigade.platform.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The OpenAPI document of the running service, committed as {@code docs/api/openapi-<service>.yaml}: it must be what the service says
 * now; {@code -Dapi.update=true} rewrites it.
 */
public final class OpenApiDocument {
    private static final Path FOLDER = Path.of("..", "..", "docs", "api");

    private OpenApiDocument() {}

    /** Called in a service's integration test, with the service running. */
    public static void check(String service) {
        Path file = FOLDER.resolve("openapi-" + service + ".yaml");
        byte[] answer = given().accept("application/yaml")
                .get("/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        String now = new String(answer, StandardCharsets.UTF_8);
        assertThat(now).startsWith("---\nopenapi: 3.").contains("/api/" + service + "/");
        try {
            if (Boolean.getBoolean("api.update")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, now);
            }
            List<String> committed = Files.exists(file) ? Files.readAllLines(file) : List.of();
            assertThat(now.lines().toList())
                    .as(
                            "docs/api/openapi-%s.yaml is not what the service says now; if the change is meant, run this test with -Dapi.update=true and commit it",
                            service)
                    .isEqualTo(committed);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
