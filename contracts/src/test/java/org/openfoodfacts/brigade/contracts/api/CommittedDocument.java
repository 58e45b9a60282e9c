package org.openfoodfacts.brigade.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A generated document under {@code docs/api} that is committed: it must be what is generated now; {@code -Dapi.update=true} rewrites it. */
final class CommittedDocument {
    static final Path FOLDER = Path.of("..", "docs", "api");

    private CommittedDocument() {}

    static void check(String file, String generated) {
        Path path = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("api.update")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, generated);
            }
            List<String> committed = Files.exists(path) ? Files.readAllLines(path) : List.of();
            assertThat(generated.lines().toList())
                    .as(
                            "docs/api/%s is not what the contracts say now; if the change is meant, run the contracts tests with -Dapi.update=true and commit it",
                            file)
                    .isEqualTo(committed);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }
}
