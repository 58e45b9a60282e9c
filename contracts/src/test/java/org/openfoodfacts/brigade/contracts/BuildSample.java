package org.openfoodfacts.brigade.contracts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A text of {@code samples/builds.txt}, by which all judge that take a build: who declares it, who orders it and who runs it. */
public record BuildSample(Of of, boolean fits, String text) {
    public enum Of {
        SCRIPT,
        VARIABLE,
        TIMEOUT
    }

    /** All that are of this. */
    public static List<BuildSample> all(Of of) {
        return all().stream().filter(sample -> sample.of() == of).toList();
    }

    private static List<BuildSample> all() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                BuildSample.class.getResourceAsStream("/samples/builds.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 3))
                    .map(words -> new BuildSample(
                            Of.valueOf(words[0].toUpperCase(Locale.ROOT)),
                            words[1].equals("yes"),
                            words[2].substring(1, words[2].length() - 1).translateEscapes()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
