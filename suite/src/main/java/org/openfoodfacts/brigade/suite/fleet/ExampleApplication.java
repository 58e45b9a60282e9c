package org.openfoodfacts.brigade.suite.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The application that the example fleet deploys: a small git repository with two releases, whose build script takes a moment and says what it does. */
final class ExampleApplication {
    /** In the order they were made. */
    static final List<String> RELEASES = List.of("v1.0.0", "v1.1.0");

    private static final String SCRIPT = """
            #!/bin/sh
            # Builds the product opener of one flavor; here only what can be watched.
            set -eu
            echo "building ${PRODUCT_OPENER_FLAVOR:-no flavor} $(cat VERSION) with $*"
            for step in taxonomies languages assets; do
              echo "$step: begun"
              sleep 0.2
              echo "$step: done"
            done
            echo "built $(cat VERSION)"
            """;

    private final Path folder;

    ExampleApplication(Path folder) {
        this.folder = folder;
    }

    void prepare() {
        if (Files.exists(folder.resolve(".git"))) {
            return;
        }
        try {
            Path script = folder.resolve("scripts/build.sh");
            Files.createDirectories(script.getParent());
            Files.writeString(script, SCRIPT);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(folder.resolve(".gitignore"), "build/\n");
            Git git = new Git(folder);
            git.init();
            for (String release : RELEASES) {
                Files.writeString(folder.resolve("VERSION"), release + "\n");
                git.commitAll("Release " + release);
                git.tag(release);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the example application in " + folder + " cannot be made", e);
        }
    }
}
