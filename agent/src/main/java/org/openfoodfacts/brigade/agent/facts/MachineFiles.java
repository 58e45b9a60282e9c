package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that may be missing on some machine: then there are no lines. One that is there and cannot be read is an UnseenException. */
final class MachineFiles {
    private MachineFiles() {}

    static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            // A process's file may vanish while it is read.
            if (Files.notExists(file)) {
                return List.of();
            }
            throw new UnseenException(file + " is there and cannot be read: " + e);
        }
    }

    static Optional<String> firstLine(Path file) {
        return lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst();
    }
}
