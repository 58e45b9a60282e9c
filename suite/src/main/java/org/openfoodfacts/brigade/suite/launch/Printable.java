package org.openfoodfacts.brigade.suite.launch;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text of others (a file, an answer, the output of a build) as a terminal may show it: what would command the terminal, or turn the direction of
 * writing, is written out as in JSON, so that it can neither draw over what else is shown nor pass for it.
 */
public final class Printable {
    private static final Pattern COMMANDING = Pattern.compile("[\\p{Cc}\\p{Cf}]");
    private static final Pattern COMMANDING_IN_A_LINE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\t]]");
    private static final Pattern COMMANDING_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\t\n]]");

    private Printable() {}

    /** For a place within a line. */
    public static String of(String text) {
        return writtenOut(COMMANDING, text);
    }

    /** A line of a log, which may have tabs. */
    public static String line(String text) {
        return writtenOut(COMMANDING_IN_A_LINE, text);
    }

    /** Whole lines, which may have tabs. */
    public static String lines(String text) {
        return writtenOut(COMMANDING_IN_LINES, text);
    }

    private static String writtenOut(Pattern commanding, String text) {
        return commanding.matcher(text).replaceAll(Printable::writtenOut);
    }

    private static String writtenOut(MatchResult commanding) {
        return Matcher.quoteReplacement(commanding
                .group()
                .chars()
                .mapToObj(c -> String.format("\\u%04x", c))
                .collect(Collectors.joining()));
    }
}
