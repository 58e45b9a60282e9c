package org.openfoodfacts.brigade.suite.simulation;

import java.util.Locale;

/** Bytes as zfs prints them for people ({@code zfs_nicebytes}): at most five characters, the unit included. */
final class ZfsNumbers {
    private static final String UNITS = "BKMGTPE";
    private static final int UNIT_BITS = 10;
    private static final int LONGEST = 5;

    private ZfsNumbers() {}

    static String rounded(long bytes) {
        int unit = bytes == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / UNIT_BITS;
        long one = 1L << (unit * UNIT_BITS);
        if (bytes % one == 0) {
            return bytes / one + String.valueOf(UNITS.charAt(unit));
        }
        String text = "";
        for (int digits = 2; digits >= 0; digits--) {
            text = String.format(Locale.ROOT, "%." + digits + "f%s", (double) bytes / one, UNITS.charAt(unit));
            if (text.length() <= LONGEST) {
                return text;
            }
        }
        return text;
    }
}
