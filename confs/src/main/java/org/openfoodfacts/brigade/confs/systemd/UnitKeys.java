package org.openfoodfacts.brigade.confs.systemd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys systemd knows in which section, and which sections a unit of a type has; the rest it logs as unknown and ignores. */
public final class UnitKeys {
    private static final Map<String, Set<String>> BY_SECTION = read();
    private static final Set<String> COMMON = Set.of("Unit", "Install");

    private UnitKeys() {}

    private static Map<String, Set<String>> read() {
        try (InputStream keys = UnitKeys.class.getResourceAsStream("keys.txt")) {
            Map<String, Set<String>> table = new LinkedHashMap<>();
            new String(keys.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (!line.startsWith("#")) {
                    int colon = line.indexOf(':');
                    List<String> words =
                            Arrays.asList(line.substring(colon + 1).strip().split(" "));
                    table.put(line.substring(0, colon), new LinkedHashSet<>(words));
                }
            });
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The section that is a type's own: {@code Service} of {@code service}. */
    public static String ownSection(String type) {
        return type.isEmpty() ? "" : Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }

    public static boolean hasSection(String type, String section) {
        return COMMON.contains(section)
                || section.startsWith("X-")
                || (section.equals(ownSection(type)) && BY_SECTION.containsKey(section));
    }

    /** True for a key of the section, and for one that systemd leaves to others ({@code X-…}). */
    public static boolean knows(String section, String key) {
        return key.startsWith("X-") || keys(section).contains(key);
    }

    public static Set<String> keys(String section) {
        return BY_SECTION.getOrDefault(section, Set.of());
    }

    /** The sections of a unit of this type that do know the key. */
    public static List<String> sectionsFor(String type, String key) {
        return List.of("Unit", ownSection(type), "Install").stream()
                .filter(section -> keys(section).contains(key))
                .toList();
    }
}
