package org.openfoodfacts.brigade.contracts.snapshots;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Set;

/**
 * Wall-clock readings as sanoid turns them into seconds, with Perl's Time::Local 1.30. {@link LocalDateTime#atZone} agrees but for three
 * cases that decide which snapshots are taken: an hour that comes twice where winter is UTC+0 means the second, not the first; and where the
 * clock goes back by half an hour (Lord Howe), the readings of the hour after the change come out one hour early.
 */
final class WallClock {
    private static final int HOUR = 3600;
    /** Where the tz database, as Debian has it, calls the earlier clock the exception; Java's copy of it does not. */
    private static final Set<String> WINTER_IS_THE_EXCEPTION =
            Set.of("Europe/Dublin", "Eire", "Africa/Casablanca", "Africa/El_Aaiun");

    private final ZoneRules rules;
    private final boolean inverted;
    private final long now;
    private final LocalDateTime reading;

    WallClock(Instant now, ZoneId zone) {
        this.rules = zone.getRules();
        this.inverted = WINTER_IS_THE_EXCEPTION.contains(zone.getId());
        this.now = now.getEpochSecond();
        this.reading = LocalDateTime.ofEpochSecond(this.now, 0, rules.getOffset(now));
    }

    long now() {
        return now;
    }

    LocalDateTime reading() {
        return reading;
    }

    /** The summer flag of the C library's {@code localtime}. */
    boolean isSummer(long second) {
        return rules.isDaylightSavings(Instant.ofEpochSecond(second)) != inverted;
    }

    /**
     * True from the end of summer time until midnight. sanoid compares the flag at midnight with the one now, so the day on which summer time
     * begins is like any other; in Dublin the two days change places.
     */
    boolean summerEndedToday() {
        return isSummer(second(reading.toLocalDate().atTime(LocalTime.MIDNIGHT))) && !isSummer(now);
    }

    /** The second of a reading; one in the gap that summer time leaves is as much later as the gap is wide. */
    long second(LocalDateTime at) {
        long asUtc = at.toEpochSecond(ZoneOffset.UTC);
        int offset = offset(asUtc);
        if (offset == 0) {
            return asUtc;
        }
        long second = asUtc - offset;
        int change = offset - offset(second);
        if (change == 0) {
            return offset(second - HOUR) > offset ? second - HOUR : second;
        }
        long moved = second + change;
        boolean inTheGap = change < 0 && moved + offset(moved) != asUtc;
        return inTheGap ? second : moved;
    }

    private int offset(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }
}
