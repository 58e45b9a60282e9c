package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that may be missing or unreadable on some machine: then there are no lines, and that is no failure. */
final class MachineFiles {
    private MachineFiles() {}

    static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    static Optional<String> firstLine(Path file) {
        return lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst();
    }
}
