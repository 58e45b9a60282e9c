package org.openfoodfacts.brigade.zfssync.rest;

import java.time.Duration;
import java.time.Instant;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPull;
import org.openfoodfacts.brigade.zfssync.domain.Pair;

/** {@code lag} is the age of {@code common}, {@code snapshotsBehind} how many newer ones the source has; both null without a common one. */
public record PairView(
        Pair.Side source,
        Pair.Side target,
        Pair.State state,
        Duration lag,
        Duration goal,
        Pair.Common common,
        Integer snapshotsBehind,
        DeclaredPull.Origin declared) {
    static PairView of(Pair pair, Instant now, Duration goal) {
        return new PairView(
                pair.source(),
                pair.target(),
                pair.state(now, goal),
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
