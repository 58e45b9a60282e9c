package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The names of snapshots that Brigade takes by hand: {@code brigade_<UTC stamp>_<8 hexadecimal digits of the request's id>}. */
public final class SnapshotName {
    public static final String PREFIX = "brigade_";
    static final int LENGTH = PREFIX.length() + "yyyyMMddTHHmmssZ".length() + 1 + 8;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SnapshotName() {}

    public static String of(Instant now, UUID id) {
        String digits = id.toString();
        return PREFIX + STAMP.format(now) + "_" + digits.substring(digits.length() - 8);
    }
}
