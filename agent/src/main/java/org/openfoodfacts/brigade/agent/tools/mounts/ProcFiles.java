package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;

/** What lies below {@code /proc}: what is gone meanwhile, or is nobody's business, is empty. */
final class ProcFiles {
    private ProcFiles() {}

    static Stream<Path> processes(Machine machine) {
        return entries(machine.path("/proc")).stream()
                .filter(process -> process.getFileName().toString().matches("\\d+"));
    }

    static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Each of which ends with a NUL. */
    static List<String> texts(Path file) {
        try {
            String all = Files.readString(file);
            return all.isEmpty() ? List.of() : List.of(all.split("\0"));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
