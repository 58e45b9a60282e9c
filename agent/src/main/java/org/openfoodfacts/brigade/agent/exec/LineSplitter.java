package org.openfoodfacts.brigade.agent.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of bytes as they come. A line ends at a newline or a carriage return; one that is longer than the limit is shown up to its
 * last whole word and the rest is left out, so memory stays bounded and no secret is cut in two.
 */
final class LineSplitter {
    static final int LONGEST_LINE_BYTES = 8 * 1024;
    static final String CUT = " … (line cut)";

    private static final int LONGEST_WORD = 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean cut;
    private boolean afterReturn;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(byte[] bytes, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (next != '\n' && next != '\r') {
                continue;
            }
            boolean secondHalf = next == '\n' && afterReturn && i == from && line.size() == 0 && !cut;
            add(bytes, from, i);
            if (!secondHalf) {
                end();
            }
            afterReturn = next == '\r';
            from = i + 1;
        }
        if (from < length) {
            afterReturn = false;
        }
        add(bytes, from, length);
    }

    /** What stands after the last newline, if anything. */
    void finish() {
        if (line.size() > 0 || cut) {
            end();
        }
    }

    private void add(byte[] bytes, int from, int to) {
        int room = Math.min(to - from, LONGEST_LINE_BYTES - line.size());
        line.write(bytes, from, room);
        cut |= room < to - from;
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(cut ? wholeWords(text) + CUT : text);
        cut = false;
    }

    private static String wholeWords(String text) {
        int end = text.length();
        int earliest = Math.max(0, end - LONGEST_WORD);
        for (int i = end - 1; i > earliest; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return text.substring(0, i);
            }
        }
        return text.substring(0, earliest);
    }
}
