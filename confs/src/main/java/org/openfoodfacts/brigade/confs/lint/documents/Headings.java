package org.openfoodfacts.brigade.confs.lint.documents;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.source.Text;

/**
 * What anchors can mean in a document, by its letters and digits only, for generators differ in the rest. Comments in code count as headings too:
 * better one too many. A document with parts from elsewhere has {@code all}.
 */
record Headings(Set<String> names, boolean all) {
    private static final Pattern ELSEWHERE = Pattern.compile("\\{%|--8<--|<!--\\s*include");
    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:id|name)\\s*=\\s*[\"']?([^\"'\\s<>]+)|\\{\\s*:?\\s*#([^\\s}]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MARKS =
            Pattern.compile("<[^<>]*>|&#?\\w{1,8};|]\\([^)]{0,500}\\)|\\{[:#][^}]{0,200}}");
    private static final Pattern COUNT = Pattern.compile("[-_]\\d{1,3}$");

    static Headings of(Text text) {
        Set<String> names = new HashSet<>();
        List<String> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String shown = line.replaceFirst("^[\\s>*+-]*", "");
            boolean underlined = i + 1 < lines.size() && isUnderline(lines.get(i + 1));
            if (shown.startsWith("#") || underlined || shown.regionMatches(true, 0, "<h", 0, 2)) {
                names.add(letters(MARKS.matcher(shown).replaceAll("")));
                names.add(letters(shown));
            }
            NAMED.matcher(line)
                    .results()
                    .forEach(named -> names.add(letters(named.group(1) == null ? named.group(2) : named.group(1))));
        }
        return new Headings(names, ELSEWHERE.matcher(text.all()).find());
    }

    private static boolean isUnderline(String line) {
        String stripped = line.strip();
        return !stripped.isEmpty()
                && (stripped.replace("=", "").isEmpty()
                        || stripped.replace("-", "").isEmpty());
    }

    boolean has(String anchor) {
        String name = anchor.startsWith("user-content-") ? anchor.substring("user-content-".length()) : anchor;
        return all
                || names.contains(letters(name))
                || names.contains(letters(COUNT.matcher(name).replaceFirst("")));
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
