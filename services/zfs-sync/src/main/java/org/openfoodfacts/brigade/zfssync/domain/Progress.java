package org.openfoodfacts.brigade.zfssync.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a stream is, as the node tells it in the last line of its command; {@code totalBytes} is what zfs foretold. */
public record Progress(long movedBytes, long totalBytes) {
    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) of (\\d{1,18}) bytes");

    /** Null when the line, or no line, tells nothing of it. */
    public static Progress of(String line) {
        Matcher told = LINE.matcher(line == null ? "" : line);
        return told.matches() ? new Progress(Long.parseLong(told.group(1)), Long.parseLong(told.group(2))) : null;
    }
}
