package org.openfoodfacts.brigade.confs.exports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/**
 * Reads {@code /etc/exports} and {@code /etc/exports.d/*.exports} as exports(5) says: a path, quoted where it holds blanks, and its clients,
 * before them what counts for all of the line ({@code -ro}); {@code #} begins a comment, a backslash at the end of a line goes on with the next, {@code \040} stands for a byte.
 */
public final class ExportsParser {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?(?:exports|exports\\.d/[^/]+\\.exports)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"\\S*|\\S+");
    private static final Pattern OCTAL = Pattern.compile("(?:\\\\[0-3][0-7]{2})+");
    private static final int OCTAL_LENGTH = 4;

    private final String file;
    private final List<Export> exports = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ExportsParser(String file) {
        this.file = file;
    }

    public static boolean isExportsFile(String file) {
        return FILE.matcher(file).matches();
    }

    public static Parsed<List<Export>> parse(String file, String text) {
        ExportsParser parser = new ExportsParser(file);
        String[] lines = text.split("\\R", -1);
        int first = 1;
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].endsWith("\\") && i < lines.length - 1) {
                joined.append(lines[i], 0, lines[i].length() - 1).append(' ');
            } else {
                parser.line(joined.append(lines[i]).toString(), first);
                joined.setLength(0);
                first = i + 2;
            }
        }
        return new Parsed<>(List.copyOf(parser.exports), parser.problems);
    }

    private void line(String line, int number) {
        List<String> words = words(line);
        if (words.isEmpty()) {
            return;
        }
        String path = words.getFirst();
        if (!path.startsWith("/")) {
            problems.add(new Problem(
                    Problem.Severity.WARNING,
                    file,
                    number,
                    1,
                    "",
                    "'" + path + "' is no path from the root, so nothing is exported here",
                    "write /path client(options)"));
            return;
        }
        boolean hasDefaults = words.size() > 1 && words.get(1).startsWith("-");
        String defaults = hasDefaults ? words.get(1).substring(1) : "";
        List<String> clients = words.subList(hasDefaults ? 2 : 1, words.size());
        exports.add(new Export(
                path, clients.stream().map(client -> with(defaults, client)).toList(), number));
    }

    /** A client's own options come last: where two say the opposite, they count. */
    private static String with(String defaults, String client) {
        if (defaults.isEmpty()) {
            return client;
        }
        int own = client.indexOf('(');
        if (own < 0) {
            return client + "(" + defaults + ")";
        }
        String rest = client.substring(own + 1);
        return client.substring(0, own) + "(" + defaults + (rest.equals(")") ? "" : ",") + rest;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find() && !matcher.group().startsWith("#")) {
            words.add(bytes(matcher.group(1) == null ? matcher.group() : matcher.group(1)));
        }
        return words;
    }

    private static String bytes(String word) {
        return OCTAL.matcher(word).replaceAll(run -> Matcher.quoteReplacement(octal(run.group())));
    }

    private static String octal(String run) {
        byte[] bytes = new byte[run.length() / OCTAL_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(run.substring(i * OCTAL_LENGTH + 1, (i + 1) * OCTAL_LENGTH), 8);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
