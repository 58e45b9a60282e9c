package org.openfoodfacts.brigade.confs.nftables;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.nftables.NftFile.Statement;

/** Reads nft's language by its braces, ends of statements, comments and strings; what the statements mean is not judged. */
public final class NftParser {
    private final List<Problem> problems = new ArrayList<>();
    private final String file;
    private final Deque<Open> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int line = 1;
    private int textLine = 1;

    /** A block that is not closed yet. */
    private record Open(String text, int line, List<Statement> statements) {}

    private NftParser(String file) {
        this.file = file;
        open.push(new Open("", 0, new ArrayList<>()));
    }

    public static Parsed<NftFile> parse(String file, String text) {
        NftParser parser = new NftParser(file);
        parser.read(text);
        return new Parsed<>(new NftFile(parser.open.getLast().statements), parser.problems);
    }

    private void read(String input) {
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            switch (c) {
                case '#' -> i = endOfLine(input, i) - 1;
                case '"' -> i = string(input, i);
                case '\\' -> i = continuation(input, i);
                case '{' -> open();
                case '}' -> close();
                case '\n' -> {
                    end();
                    line++;
                }
                case ';' -> end();
                default -> append(c);
            }
        }
        end();
        while (open.size() > 1) {
            Open unclosed = open.peek();
            error(
                    unclosed.line,
                    "the block '" + unclosed.text + "' is not closed, so nft refuses the file",
                    "add the missing }");
            fold();
        }
    }

    private static int endOfLine(String input, int from) {
        int end = input.indexOf('\n', from);
        return end < 0 ? input.length() : end;
    }

    private int string(String input, int from) {
        int end = input.indexOf('"', from + 1);
        int last = end < 0 || end > endOfLine(input, from) ? endOfLine(input, from) - 1 : end;
        input.substring(from, last + 1).chars().forEach(c -> append((char) c));
        return last;
    }

    private int continuation(String input, int at) {
        if (at + 1 < input.length() && input.charAt(at + 1) == '\n') {
            line++;
            append(' ');
            return at + 1;
        }
        append('\\');
        return at;
    }

    private void append(char c) {
        if (text.isEmpty()) {
            textLine = line;
        }
        if (!Character.isWhitespace(c)) {
            text.append(c);
        } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
            text.append(' ');
        }
    }

    private void open() {
        open.push(new Open(text.toString().strip(), text.isEmpty() ? line : textLine, new ArrayList<>()));
        text.setLength(0);
    }

    private void close() {
        end();
        if (open.size() > 1) {
            fold();
        } else {
            error(line, "a block is closed that was not opened, so nft refuses the file", "remove the }");
        }
    }

    private void fold() {
        Open closed = open.pop();
        open.peek().statements.add(new Statement(closed.text, closed.line, closed.statements));
    }

    private void end() {
        String statement = text.toString().strip();
        if (!statement.isEmpty()) {
            open.peek().statements.add(new Statement(statement, textLine, List.of()));
        }
        text.setLength(0);
    }

    private void error(int at, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, at, 1, "", what, remedy));
    }
}
