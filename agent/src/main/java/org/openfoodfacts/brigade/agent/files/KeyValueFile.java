package org.openfoodfacts.brigade.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines of {@code key = value}; a line that begins with {@code #} is a comment. Knows the line of each value, so that errors can name it. */
public record KeyValueFile(Path file, List<Entry> entries) {
    public KeyValueFile {
        entries = List.copyOf(entries);
    }

    public record Entry(int line, String key, String value) {}

    public static KeyValueFile read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + " does not exist", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param file only named in errors */
    public static KeyValueFile parse(Path file, String text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            int equals = stripped.indexOf('=');
            if (equals < 1) {
                throw new ConfigException(file + ":" + number + ": '" + stripped + "' is not of the form key = value");
            }
            entries.add(new Entry(
                    number,
                    stripped.substring(0, equals).strip(),
                    stripped.substring(equals + 1).strip()));
        }
        return new KeyValueFile(file, entries);
    }

    /** The entries by key, where no key may stand twice. */
    public Map<String, Entry> unique() {
        Map<String, Entry> byKey = new HashMap<>();
        for (Entry entry : entries) {
            Entry earlier = byKey.put(entry.key(), entry);
            if (earlier != null) {
                throw error(entry, "stands in line " + earlier.line() + " already; keep one of them");
            }
        }
        return byKey;
    }

    public ConfigException error(Entry entry, String why) {
        return new ConfigException(file + ":" + entry.line() + ": '" + entry.key() + "' " + why);
    }

    /** true or false, in these words only. */
    public boolean flag(Entry entry) {
        return switch (entry.value()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(entry, "is '" + entry.value() + "'; it must be true or false");
        };
    }
}
