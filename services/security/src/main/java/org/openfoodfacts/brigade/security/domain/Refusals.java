package org.openfoodfacts.brigade.security.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * The refusals of one invitation. The first is told, then at most one per interval, with how many came in between: anybody may make as many
 * as they like. {@code untold} were counted only, since {@code toldAt}, which is null when none was told yet.
 */
public record Refusals(int untold, Instant toldAt) {
    public static final Refusals NONE = new Refusals(0, null);

    /** Whether this refusal is to be told, and what then stands. */
    public record Step(Refusals next, boolean isTold) {}

    public Step another(Instant now, Duration interval) {
        boolean told = toldAt == null || !now.isBefore(toldAt.plus(interval));
        return new Step(
                told ? new Refusals(0, now) : new Refusals(untold == Integer.MAX_VALUE ? untold : untold + 1, toldAt),
                told);
    }

    /** What to tell of a refusal now, the counted ones included. */
    public String words(String why) {
        return untold == 0 ? why : why + " (and " + untold + " other refusals since " + toldAt + ")";
    }
}
