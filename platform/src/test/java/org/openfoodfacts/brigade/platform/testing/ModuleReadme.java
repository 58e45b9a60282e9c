package org.openfoodfacts.brigade.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A module's README names every setting that is the module's own: what it does not name nobody finds. */
public final class ModuleReadme {
    private static final String OWN = "brigade.";

    private ModuleReadme() {}

    /** Checks {@code README.md} of the module whose tests run; AssertionError with the settings that it lacks. */
    public static void check(String propertyFile) {
        List<String> settings = lines(Path.of("src/main/resources", propertyFile)).stream()
                .filter(line -> line.startsWith(OWN))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
        if (settings.isEmpty()) {
            throw new AssertionError(propertyFile + " sets nothing of Brigade's own");
        }
        String readme = String.join("\n", lines(Path.of("README.md")));
        List<String> missing = settings.stream()
                .filter(setting -> !readme.contains("`" + setting + "`"))
                .toList();
        if (!missing.isEmpty()) {
            throw new AssertionError("README.md does not say what these are: " + missing);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
