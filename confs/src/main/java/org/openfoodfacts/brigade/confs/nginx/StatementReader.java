package org.openfoodfacts.brigade.confs.nginx;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.nginx.Statement.End;
import org.openfoodfacts.brigade.confs.nginx.Word.Quoting;

/** Reads words as {@code ngx_conf_read_token} does (src/core/ngx_conf_file.c), byte for byte what it accepts and refuses. */
final class StatementReader {
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    StatementReader(String text) {
        this.text = text;
    }

    Statement next() {
        List<Word> words = new ArrayList<>();
        while (true) {
            skipBlanksAndComments();
            if (at >= text.length()) {
                return words.isEmpty()
                        ? statement(words, End.FILE, "")
                        : statement(words, End.ERROR, "the file ends before the ';' of '" + words.getFirst() + "'");
            }
            char ch = text.charAt(at);
            if (ch == ';' || ch == '{' || ch == '}') {
                Statement end = end(words, ch);
                at++;
                return end;
            }
            String refused = ch == '"' || ch == '\'' ? quoted(words, ch) : bare(words);
            if (!refused.isEmpty()) {
                return statement(words, End.ERROR, refused);
            }
        }
    }

    private Statement end(List<Word> words, char ch) {
        if (ch == '}') {
            return words.isEmpty()
                    ? statement(words, End.CLOSE, "")
                    : statement(
                            words, End.ERROR, "a '}' stands where the ';' of '" + words.getFirst() + "' is missing");
        }
        if (words.isEmpty()) {
            return statement(words, End.ERROR, "a '" + ch + "' stands where a directive is expected");
        }
        return statement(words, ch == '{' ? End.OPEN : End.SEMICOLON, "");
    }

    private Statement statement(List<Word> words, End end, String refused) {
        int startLine = words.isEmpty() ? line : words.getFirst().line();
        int startColumn = words.isEmpty() ? column(at) : words.getFirst().column();
        return new Statement(words, end, startLine, startColumn, refused);
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            char ch = text.charAt(at);
            if (ch == '#') {
                at = endOfLine();
            } else if (isBlank(ch)) {
                step();
            } else {
                return;
            }
        }
    }

    private String quoted(List<Word> words, char quote) {
        int startLine = line;
        int startColumn = column(at);
        int start = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            stepOverEscape();
        }
        if (at >= text.length()) {
            at = text.length();
            line = startLine;
            return "the quotation that begins in line " + startLine + " has no end";
        }
        Quoting quoting = quote == '"' ? Quoting.DOUBLE : Quoting.SINGLE;
        words.add(new Word(unescaped(text.substring(start, at)), quoting, startLine, startColumn));
        at++;
        if (at < text.length() && !isBlank(text.charAt(at)) && ";{)".indexOf(text.charAt(at)) < 0) {
            return "a '" + text.charAt(at) + "' follows a closing quotation mark without a blank between them";
        }
        return "";
    }

    private String bare(List<Word> words) {
        int startLine = line;
        int startColumn = column(at);
        int start = at;
        boolean variable = false;
        while (at < text.length()) {
            char ch = text.charAt(at);
            if (isBlank(ch) || ch == ';' || (ch == '{' && !variable)) {
                break;
            }
            variable = ch == '$';
            stepOverEscape();
        }
        words.add(new Word(unescaped(text.substring(start, at)), Quoting.NONE, startLine, startColumn));
        return "";
    }

    private void stepOverEscape() {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
            step();
        }
        step();
    }

    private void step() {
        if (text.charAt(at) == '\n') {
            line++;
            lineStart = at + 1;
        }
        at++;
    }

    private int column(int position) {
        return position - lineStart + 1;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** The comment that begins on the rest of this line, without its {@code #}; it is passed over. */
    String trailingComment() {
        int from = at;
        while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        if (from >= text.length() || text.charAt(from) != '#') {
            return "";
        }
        at = from;
        at = endOfLine();
        return text.substring(from + 1, at).strip();
    }

    /** Passes over a block of Lua; false when it has no end. */
    boolean skipLua() {
        int depth = 1;
        while (at < text.length()) {
            char ch = text.charAt(at);
            if (ch == '-' && text.startsWith("--", at)) {
                at = endOfLine();
                continue;
            }
            if (ch == '"' || ch == '\'') {
                skipLuaString(ch);
                continue;
            }
            depth += ch == '{' ? 1 : ch == '}' ? -1 : 0;
            step();
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }

    private void skipLuaString(char quote) {
        step();
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            stepOverEscape();
        }
        if (at < text.length()) {
            step();
        }
    }

    private static boolean isBlank(char ch) {
        return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
    }

    private static String unescaped(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char ch = raw.charAt(i);
            char next = i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
            int escape = ch == '\\' && next != 0 ? "\"'\\trn".indexOf(next) : -1;
            if (escape >= 0) {
                out.append("\"'\\\t\r\n".charAt(escape));
                i++;
            } else {
                out.append(ch);
            }
        }
        return out.toString();
    }
}
