package org.openfoodfacts.brigade.confs.source;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All files and links of a repository by their name in it ({@code confs/proxy/nginx/nginx.conf}), from a folder, from a commit, or given:
 * whoever reads it cannot tell which, and cannot leave it.
 */
public record EntryTree(NavigableMap<String, Entry> entries) {
    public EntryTree {
        entries = new TreeMap<>(entries);
    }

    /** Of texts by name; {@code -> target} is a link. */
    public static EntryTree ofTexts(Map<String, String> texts) {
        NavigableMap<String, Entry> entries = new TreeMap<>();
        texts.forEach((name, text) -> entries.put(name, entry(text)));
        return new EntryTree(entries);
    }

    private static Entry entry(String text) {
        if (text.startsWith("-> ")) {
            return new Entry.Link(text.substring(3).strip());
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Entry.File(bytes.length, () -> bytes);
    }

    /** True for a name that is a file or link, or above one. */
    public boolean has(String name) {
        return entries.containsKey(name) || !below(name).isEmpty();
    }

    NavigableMap<String, Entry> below(String folder) {
        return entries.subMap(folder + "/", true, folder + "0", false); // '0' comes after '/'
    }
}
