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

    private static final SnapshotKind[] KINDS = values();
    private static final String PREFIX = "autosnap";
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_]*ly");

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Optional<SnapshotKind> found = Optional.of(this);

    /** As in sanoid.conf and at the end of the names. */
    public String word() {
        return word;
    }

    /** Of a word as it stands in sanoid.conf ({@code daily}). */
    public static SnapshotKind named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The kind sanoid takes a snapshot of this name for, so also for pruning; empty when it leaves it alone. It looks only at how the name
     * begins and ends, and so counts {@code autosnap-by-hand_daily} as well ({@code getsnaps} of 2.1.0).
     */
    public static Optional<SnapshotKind> of(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith("ly")) {
            return Optional.empty();
        }
        int last = name.lastIndexOf('_');
        Optional<SnapshotKind> usual = last < 0 ? Optional.empty() : named(name, last + 1, name.length());
        return usual.isPresent() ? usual : byWords(name, last);
    }

    /** Sanoid's own expression, where what stands behind the last {@code _} is no kind. */
    private static Optional<SnapshotKind> byWords(String name, int last) {
        Matcher word = WORD.matcher(name);
        for (int from = last; from >= 0; from = name.lastIndexOf('_', from - 1)) {
            if (word.region(from + 1, name.length()).lookingAt()) {
                return named(name, word.start(), word.end());
            }
        }
        return Optional.empty();
    }

    private static Optional<SnapshotKind> named(String name, int begin, int end) {
        for (SnapshotKind kind : KINDS) {
            if (kind.word.length() == end - begin && name.startsWith(kind.word, begin)) {
                return kind.found;
            }
        }
        return Optional.empty();
    }
}
