package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span as systemd.time(7) has it, in seconds: {@code 5}, {@code 500ms}, {@code 1min 30s}, {@code infinity}. */
final class TimeSpan {
    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-zA-Zμµ]*)");
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("us", 1e-6),
            Map.entry("usec", 1e-6),
            Map.entry("ms", 1e-3),
            Map.entry("msec", 1e-3),
            Map.entry("s", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("second", 1.0),
            Map.entry("seconds", 1.0),
            Map.entry("m", 60.0),
            Map.entry("min", 60.0),
            Map.entry("minute", 60.0),
            Map.entry("minutes", 60.0),
            Map.entry("h", 3600.0),
            Map.entry("hr", 3600.0),
            Map.entry("hour", 3600.0),
            Map.entry("hours", 3600.0),
            Map.entry("d", 86400.0),
            Map.entry("day", 86400.0),
            Map.entry("days", 86400.0),
            Map.entry("w", 604800.0),
            Map.entry("week", 604800.0),
            Map.entry("weeks", 604800.0),
            Map.entry("M", 2629800.0),
            Map.entry("month", 2629800.0),
            Map.entry("months", 2629800.0),
            Map.entry("y", 31557600.0),
            Map.entry("year", 31557600.0),
            Map.entry("years", 31557600.0),
            Map.entry("μs", 1e-6),
            Map.entry("µs", 1e-6));

    private TimeSpan() {}

    /** Empty for what is none. */
    static OptionalDouble seconds(String text) {
        if (text.strip().equals("infinity")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        Matcher part = PART.matcher(text.strip());
        double sum = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            Double unit = UNITS.get(part.group(2));
            if (unit == null) {
                return OptionalDouble.empty();
            }
            sum += Double.parseDouble(part.group(1)) * unit;
            end = part.end();
        }
        return end == 0 || end < text.strip().length() ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }
}
