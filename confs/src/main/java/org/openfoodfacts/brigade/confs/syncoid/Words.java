package org.openfoodfacts.brigade.confs.syncoid;

import java.util.ArrayList;
import java.util.List;

/** The words of a line as bash's {@code read -a} splits it: at blanks and tabs; a backslash keeps the next character, quotes mean nothing. */
final class Words {
    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ' || c == '\t') {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c != '\\') {
                word.append(c);
            } else if (i + 1 < line.length()) {
                word.append(line.charAt(++i));
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    /** True when the line ends with a backslash that joins it to the next one. */
    static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
