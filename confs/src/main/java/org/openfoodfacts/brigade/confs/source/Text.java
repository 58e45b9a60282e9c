package org.openfoodfacts.brigade.confs.source;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file's text and its lines; bytes that are no UTF-8 have become U+FFFD. */
public record Text(String all, List<String> lines) {
    public Text {
        lines = List.copyOf(lines);
    }

    public static Text of(String all) {
        return new Text(all, all.lines().toList());
    }

    static Text of(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Line 1 is the first; empty beyond the last. */
    public String line(int number) {
        return number < 1 || number > lines.size() ? "" : lines.get(number - 1);
    }

    /** True when the last line is not ended by a line break, which some readers then lose. */
    public boolean endsWithinALine() {
        return !all.isEmpty() && !all.endsWith("\n");
    }
}
