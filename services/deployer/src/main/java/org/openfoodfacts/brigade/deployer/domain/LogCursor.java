package org.openfoodfacts.brigade.deployer.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the log of a deployment: the step's number and the report's number within the step. As text {@code <step>.<sequence>}; what
 * follows a cursor is read with it.
 */
public record LogCursor(int step, long sequence) {
    public static final LogCursor START = new LogCursor(0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,2})\\.(\\d{1,18})");

    public static Optional<LogCursor> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new LogCursor(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    public String text() {
        return step + "." + sequence;
    }
}
