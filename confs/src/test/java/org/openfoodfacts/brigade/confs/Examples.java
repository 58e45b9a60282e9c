package org.openfoodfacts.brigade.confs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example repositories of the project. */
public final class Examples {
    private static final Path FOLDER = Path.of("..", "deploy", "examples");
    public static final Path FLEET = FOLDER.resolve("fleet");

    private Examples() {}

    public static String fleetYaml() {
        return text(FLEET.resolve("fleet.yaml"));
    }

    public static List<Path> invalid() {
        try (Stream<Path> folders = Files.list(FOLDER.resolve("invalid"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
