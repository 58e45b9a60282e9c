package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;

/** The commands of a line between {@code &&}, each as its words. Knows single quotes, backslashes and blanks. */
final class ShellWords {
    private static final String AND = "&&";

    private final List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean wasQuoted;

    private ShellWords() {}

    static List<List<String>> of(String line) {
        ShellWords words = new ShellWords();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i);
            if (next == '\'') {
                quoted = !quoted;
                words.inWord = true;
                words.wasQuoted = true;
            } else if (next == ' ' && !quoted) {
                words.endWord();
            } else {
                words.word.append(next == '\\' && !quoted ? line.charAt(++i) : next);
                words.inWord = true;
            }
        }
        words.endWord();
        return words.commands;
    }

    private void endWord() {
        if (inWord && !wasQuoted && word.toString().equals(AND)) {
            commands.add(new ArrayList<>());
        } else if (inWord) {
            commands.getLast().add(word.toString());
        }
        word.setLength(0);
        inWord = false;
        wasQuoted = false;
    }
}
