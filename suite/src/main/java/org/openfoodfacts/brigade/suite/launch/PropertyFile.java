package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Properties files, written sorted and without a date, so that equal contents are equal files. */
public final class PropertyFile {
    private PropertyFile() {}

    public static void write(Path file, Map<String, String> values) {
        PrivateFiles.write(
                file,
                new TreeMap<>(values)
                        .entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue().replace("\\", "\\\\"))
                                .collect(Collectors.joining("\n", "", "\n")));
    }

    /** What the file says; nothing when there is none. */
    public static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(PrivateFiles.read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(n -> n, properties::getProperty));
    }
}
