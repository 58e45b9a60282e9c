package org.openfoodfacts.brigade.contracts.snapshots;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** sanoid's six kinds of snapshot, in the order in which it takes them; a snapshot's kind is the last word of its name. */
public enum SnapshotKind {
    YEARLY,
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY,
    FREQUENTLY;

    private static final String PREFIX = "autosnap";
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_]*ly");

    /** As in sanoid.conf and at the end of the names. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind sanoid takes a snapshot of this name for, so also for pruning; empty when it leaves it alone. It looks only at how the name
     * begins and ends, and so counts {@code autosnap-by-hand_daily} as well ({@code getsnaps} of 2.1.0).
     */
    public static Optional<SnapshotKind> of(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith("ly")) {
            return Optional.empty();
        }
        Matcher word = WORD.matcher(name);
        for (int from = name.lastIndexOf('_'); from >= 0; from = name.lastIndexOf('_', from - 1)) {
            if (word.region(from + 1, name.length()).lookingAt()) {
                return named(word.group());
            }
        }
        return Optional.empty();
    }

    private static Optional<SnapshotKind> named(String word) {
        return switch (word) {
            case "yearly" -> Optional.of(YEARLY);
            case "monthly" -> Optional.of(MONTHLY);
            case "weekly" -> Optional.of(WEEKLY);
            case "daily" -> Optional.of(DAILY);
            case "hourly" -> Optional.of(HOURLY);
            case "frequently" -> Optional.of(FREQUENTLY);
            default -> Optional.empty();
        };
    }
}
