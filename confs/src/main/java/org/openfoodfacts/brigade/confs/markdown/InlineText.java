package org.openfoodfacts.brigade.confs.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links and marks within a line. One pass each. */
final class InlineText {
    private static final Pattern DEFINITION = Pattern.compile(" {0,3}\\[([^\\]^][^\\]]*)]:\\s*<?([^\\s>]+).*");
    private static final Pattern TARGET = Pattern.compile("]\\([^)]*\\)");
    private static final Pattern MARKS = Pattern.compile("[`*\\[\\]!]|(?<![A-Za-z0-9])__?|__?(?![A-Za-z0-9])|<[^<>]*>");

    private static final Pattern TAG = Pattern.compile(
            "<(?:a|img|source|video)\\s(?:[^<>]*\\s)?(?:href|src)\\s*=\\s*[\"']([^\"'<>]+)[\"']",
            Pattern.CASE_INSENSITIVE);

    private InlineText() {}

    /** The targets of {@code <a href="…">} and {@code <img src="…">}. */
    static List<String> htmlLinks(String line) {
        return line.indexOf('<') < 0
                ? List.of()
                : TAG.matcher(withoutCode(line))
                        .results()
                        .map(tag -> tag.group(1).strip())
                        .filter(target -> !target.isEmpty())
                        .toList();
    }

    /** The targets of {@code [text](target)}, {@code ![image](target)} and {@code [name]: target}. */
    static List<String> links(String line) {
        Matcher definition = DEFINITION.matcher(line);
        if (definition.matches()) {
            return List.of(definition.group(2));
        }
        List<String> targets = new ArrayList<>();
        String shown = withoutCode(line);
        int open = 0;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                open++;
            } else if (c == ']' && open > 0) {
                open--;
                if (shown.startsWith("(", i + 1)) {
                    int end = end(shown, i + 2);
                    targets.add(target(shown.substring(i + 2, end)));
                    i = end - 1;
                }
            }
        }
        targets.removeIf(String::isEmpty);
        return targets;
    }

    /** Blanks what stands between backticks. */
    private static String withoutCode(String line) {
        StringBuilder shown = new StringBuilder(line);
        int from = line.indexOf('`');
        while (from >= 0) {
            int to = line.indexOf('`', from + 1);
            for (int i = from; i <= to; i++) {
                shown.setCharAt(i, ' ');
            }
            from = to < 0 ? -1 : line.indexOf('`', to + 1);
        }
        return shown.toString();
    }

    /** Where the bracket of a target closes. */
    private static int end(String line, int from) {
        int open = 1;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return line.length();
    }

    /** What stands before a title; empty when there is more, for then it is no link. */
    private static String target(String inBrackets) {
        String target = inBrackets.strip();
        int end = target.startsWith("<") ? target.indexOf('>') : -1;
        if (end > 0 && (end == target.length() - 1 || Character.isWhitespace(target.charAt(end + 1)))) {
            return target.substring(1, end);
        }
        String[] parts = target.split("\\s+", 2);
        return parts.length == 1 || parts[1].matches("(?s)[\"'(].*") ? parts[0] : "";
    }

    /** As a reader sees it. */
    static String plain(String text) {
        return MARKS.matcher(TARGET.matcher(text).replaceAll("]"))
                .replaceAll("")
                .strip();
    }
}
