package org.openfoodfacts.brigade.confs.systemd;

import java.util.ArrayList;
import java.util.List;

/** The words of an {@code Exec…=} or {@code Environment=} value as systemd splits it: quotes and escapes taken off, {@code $$} still as written. */
public final class CommandLine {
    /** {@code quoted}: some of it stood in quotes, so that a {@code #} or {@code |} in it is meant as text. */
    public record Word(String text, boolean quoted) {}

    private final String value;
    private int at;

    private CommandLine(String value) {
        this.value = value;
    }

    public static List<Word> words(String value) {
        CommandLine line = new CommandLine(value);
        List<Word> words = new ArrayList<>();
        while (line.skipBlanks()) {
            words.add(line.word());
        }
        return List.copyOf(words);
    }

    private boolean skipBlanks() {
        while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
            at++;
        }
        return at < value.length();
    }

    private Word word() {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        char quote = 0;
        for (; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\\' && at + 1 < value.length()) {
                escape(text, value.charAt(++at));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                quoted = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                break;
            } else {
                text.append(c);
            }
        }
        return new Word(text.toString(), quoted);
    }

    private static void escape(StringBuilder text, char c) {
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 's' -> text.append(' ');
            case '\\', '"', '\'' -> text.append(c);
            default -> text.append('\\').append(c);
        }
    }
}
