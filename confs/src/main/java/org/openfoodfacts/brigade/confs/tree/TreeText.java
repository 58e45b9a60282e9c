package org.openfoodfacts.brigade.confs.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.Problem;

/** Reads the text of one file, within bounds: what is too large or cannot be read is a problem. Bytes that are no UTF-8 become U+FFFD. */
final class TreeText {
    private static final long MAX_BYTES = 1_000_000;

    private TreeText() {}

    static Optional<String> read(String name, Path real, Problem.Severity severity, List<Problem> problems) {
        try {
            if (Files.size(real) > MAX_BYTES) {
                problems.add(new Problem(
                        severity, name, 0, 0, "", "the file is larger than " + MAX_BYTES + " bytes", "it is not read"));
                return Optional.empty();
            }
            return Optional.of(new String(Files.readAllBytes(real), StandardCharsets.UTF_8));
        } catch (IOException e) {
            problems.add(new Problem(severity, name, 0, 0, "", "the file cannot be read: " + e, "make it readable"));
            return Optional.empty();
        }
    }
}
