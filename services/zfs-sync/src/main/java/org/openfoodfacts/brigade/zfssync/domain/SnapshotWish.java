package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.NodeName;

/**
 * A snapshot somebody asks for by hand. Like everything temporary it has a reason and an end, the latter in whole milliseconds. One
 * dataset alone unless {@code recursive} is said; it is never null afterwards.
 */
public record SnapshotWish(String node, String dataset, Boolean recursive, String reason, Instant expiresAt) {
    /** A year, leap years included. */
    public static final Duration LONGEST = Duration.ofDays(366);

    public SnapshotWish {
        recursive = Boolean.TRUE.equals(recursive);
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A field that cannot be, and why; {@code detail} ends a sentence that begins with the field. */
    public record Objection(String field, String detail) {}

    /** The first field that is missing or cannot be; empty when the wish is of the right form. */
    public Optional<Objection> objection(Instant now) {
        if (!NodeName.isValid(node)) {
            return wrong("node", "must be 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
        }
        if (dataset == null) {
            return wrong("dataset", "is missing; GET datasets lists what the node has");
        }
        Optional<Objection> unreasoned =
                Reasons.objection(reason, "say why, so that others know in a month whether it may go");
        if (unreasoned.isPresent()) {
            return unreasoned;
        }
        if (expiresAt == null) {
            return wrong("expiresAt", "is missing; a snapshot by hand has an end, at most a year away");
        }
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST))) {
            return wrong("expiresAt", "must be in the future and at most a year away");
        }
        return DatasetName.objection(dataset).map(why -> new Objection("dataset", why));
    }

    private static Optional<Objection> wrong(String field, String detail) {
        return Optional.of(new Objection(field, detail));
    }
}
