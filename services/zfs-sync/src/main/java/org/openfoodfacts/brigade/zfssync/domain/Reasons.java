package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** Reasons as people give them: one line that others can read later. */
final class Reasons {
    private static final int LONGEST = 200;
    /** Control characters, and halves of surrogate pairs, which have no form in UTF-8. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private Reasons() {}

    /** @param because why one has to be given */
    static Optional<Objection> objection(String reason, String because) {
        if (reason == null || reason.isBlank()) {
            return Optional.of(new Objection("reason", "is missing; " + because));
        }
        return reason.length() > LONGEST || UNPRINTABLE.matcher(reason).find()
                ? Optional.of(new Objection("reason", "must be one line of at most " + LONGEST + " characters"))
                : Optional.empty();
    }
}
