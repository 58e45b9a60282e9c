package org.openfoodfacts.brigade.cli;

import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as they are typed: ISO 8601, longer than nothing. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration in ISO 8601; for example PT90S, PT2H or P7D");
        }
        if (!duration.isPositive()) {
            throw new TypeConversionException(
                    "'" + text + "' is over before it begins; it must be longer than nothing");
        }
        return duration;
    }

    /** Days, hours and minutes: how many seconds something is behind helps nobody. */
    static String age(Duration age) {
        String days = age.toDays() == 0 ? "" : age.toDays() + " d ";
        return days + age.toHoursPart() + " h " + age.toMinutesPart() + " min";
    }
}
