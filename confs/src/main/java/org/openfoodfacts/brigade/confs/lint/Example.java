package org.openfoodfacts.brigade.confs.lint;

import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.confs.source.EntryTree;

/**
 * A small repository in one text: a line {@code --- name} begins each file, {@code --- name -> target} is a link. A file ends with a line
 * break, unless its last line is {@code \\ no newline at end of file}.
 */
public final class Example {
    private static final String HEAD = "--- ";
    private static final String LINK = " -> ";
    private static final String NO_NEWLINE = "\n\\ no newline at end of file\n";

    private Example() {}

    public static EntryTree tree(String text) {
        Map<String, String> files = new TreeMap<>();
        String name = null;
        StringBuilder content = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith(HEAD)) {
                put(files, name, content);
                name = line.substring(HEAD.length());
                content.setLength(0);
            } else {
                content.append(line).append('\n');
            }
        }
        put(files, name, content);
        return EntryTree.ofTexts(files);
    }

    private static void put(Map<String, String> files, String name, StringBuilder content) {
        if (name == null) {
            if (!content.toString().isBlank()) {
                throw new IllegalArgumentException("an example begins with '" + HEAD + "name'");
            }
        } else if (name.contains(LINK)) {
            int arrow = name.indexOf(LINK);
            files.put(name.substring(0, arrow), name.substring(arrow + 1));
        } else {
            String text = content.toString();
            files.put(name, text.endsWith(NO_NEWLINE) ? text.substring(0, text.length() - NO_NEWLINE.length()) : text);
        }
    }
}
