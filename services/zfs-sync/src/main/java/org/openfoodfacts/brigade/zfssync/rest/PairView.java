package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPull;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;

/** {@code lag} is the age of {@code common}, {@code snapshotsBehind} how many newer ones the source has; both null without a common one. */
public record PairView(
        Pair.Side source,
        Pair.Side target,
        @JsonUnwrapped Standing standing,
        Duration lag,
        Duration goal,
        Pair.Common common,
        Integer snapshotsBehind,
        DeclaredPull.Origin declared) {

    /**
     * {@code since} is when the state began, null until the next sweep has seen it; {@code lastSuccess} when a newer common snapshot was
     * last seen to come, null before the first.
     */
    public record Standing(Pair.State state, Instant since, Instant lastSuccess) {}

    /** {@code seen} is what the last sweep stored, null before the first. */
    static PairView of(Pair pair, PairRecord seen, Instant now, Duration goal) {
        Pair.State state = pair.state(now, goal);
        Instant since = seen == null || seen.state() != state ? null : seen.since();
        return new PairView(
                pair.source(),
                pair.target(),
                new Standing(state, since, seen == null ? null : seen.lastSuccess()),
                pair.lag(now),
                goal,
                pair.common(),
                pair.common() == null ? null : pair.behind(),
                pair.origin());
    }

    String cursor() {
        return target.node() + "/" + target.dataset() + " " + declared.file() + ":" + declared.line();
    }
}
