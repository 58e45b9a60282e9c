package org.openfoodfacts.brigade.confs.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts a script into words and operators; comments and here-documents are left out, what stands in quotes and {@code $(…)} stays one word. */
final class ShellLexer {
    private static final List<String> OPERATORS =
            List.of("&>>", "<<<", "<<-", "&&", "||", ";;", "|&", "&>", ">>", "<<", ">&", "<&", "<>", ">|");
    private static final String SINGLE = "|&;<>()";
    private static final int DEEPEST = 50;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<String> documents = new ArrayDeque<>();
    private int at;
    private int line = 1;

    private ShellLexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        ShellLexer lexer = new ShellLexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        return List.copyOf(lexer.tokens);
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            add(false, "\n", line);
            at++;
            line++;
            skipDocuments();
        } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
            at += 2;
            line++;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#') {
            at = endOfLine(at);
        } else if (text.startsWith("((", at) && closesArithmetic()) {
            return;
        } else if (SINGLE.indexOf(c) >= 0 && !isSubstitution()) {
            operator("");
        } else if (Character.isDigit(c) && isDescriptor()) {
            at++;
            operator(String.valueOf(c));
        } else {
            word();
        }
    }

    private boolean isSubstitution() {
        return text.startsWith("<(", at) || text.startsWith(">(", at);
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** {@code ((…))} on one line is a word. */
    private boolean closesArithmetic() {
        int end = text.indexOf("))", at);
        if (end < 0 || end > endOfLine(at)) {
            return false;
        }
        add(true, text.substring(at, end + 2), line);
        at = end + 2;
        return true;
    }

    /** {@code 2>}: a digit that a redirection follows at once. */
    private boolean isDescriptor() {
        return at + 1 < text.length() && "<>".indexOf(text.charAt(at + 1)) >= 0;
    }

    private void operator(String descriptor) {
        String operator = OPERATORS.stream()
                .filter(o -> text.startsWith(o, at))
                .findFirst()
                .orElse(text.substring(at, at + 1));
        add(false, descriptor + operator, line);
        at += operator.length();
        if (operator.equals("<<") || operator.equals("<<-")) {
            document();
        }
    }

    private void document() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int from = tokens.size();
        if (at < text.length() && text.charAt(at) != '\n' && SINGLE.indexOf(text.charAt(at)) < 0) {
            word();
        }
        if (tokens.size() > from) {
            documents.add(
                    tokens.getLast().text().replace("\"", "").replace("'", "").replace("\\", ""));
        }
    }

    private void skipDocuments() {
        while (!documents.isEmpty() && at < text.length()) {
            int end = endOfLine(at);
            String content = text.substring(at, end).strip();
            at = Math.min(end + 1, text.length());
            line++;
            if (content.equals(documents.peek())) {
                documents.poll();
            }
        }
    }

    private void word() {
        int start = at;
        int startLine = line;
        while (at < text.length() && !endsWord(start)) {
            skipPiece(0);
        }
        add(true, text.substring(start, at), startLine);
        if (tokens.getLast().isWord("[[")) {
            condition(start);
        }
    }

    /** {@code [[ … ]]} on one line is a word. */
    private void condition(int start) {
        int end = text.indexOf("]]", at);
        if (end > 0 && end < endOfLine(at)) {
            tokens.removeLast();
            at = end + 2;
            add(true, text.substring(start, at), line);
        }
    }

    private boolean endsWord(int start) {
        char c = text.charAt(at);
        return Character.isWhitespace(c) || (SINGLE.indexOf(c) >= 0 && !(at == start && isSubstitution()));
    }

    /** One letter, or all that quotes or brackets hold together. */
    private void skipPiece(int depth) {
        char c = text.charAt(at);
        if (c == '\\') {
            step();
            step();
        } else if (c == '\'') {
            step();
            skipTo('\'');
        } else if (c == '"' || c == '`') {
            step();
            skipQuoted(c, depth);
        } else if (c == '$' && at + 1 < text.length() && "({".indexOf(text.charAt(at + 1)) >= 0) {
            step();
            skipBrackets(depth);
        } else if (isSubstitution()) {
            step();
            skipBrackets(depth);
        } else {
            step();
        }
    }

    private void skipTo(char end) {
        while (at < text.length() && text.charAt(at) != end) {
            step();
        }
        step();
    }

    private void skipQuoted(char quote, int depth) {
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\'' || depth > DEEPEST || (text.charAt(at) == '"' && quote == '`')) {
                step();
            } else {
                skipPiece(depth + 1);
            }
        }
        step();
    }

    private void skipBrackets(int depth) {
        char open = text.charAt(at);
        char close = open == '(' ? ')' : '}';
        int opened = 0;
        do {
            char c = at < text.length() ? text.charAt(at) : close;
            opened += c == open ? 1 : c == close ? -1 : 0;
            if (c == open || c == close || depth > DEEPEST) {
                step();
            } else {
                skipPiece(depth + 1);
            }
        } while (opened > 0 && at < text.length());
    }

    private void step() {
        if (at < text.length()) {
            line += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
    }

    private void add(boolean word, String what, int where) {
        tokens.add(new Token(word, what, where));
    }
}
