package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.Lag;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PairChanged;

/**
 * What differs between the pairs as last stored and as they are now. One event when a state changes and none in between; a pair that is new,
 * or no longer declared, is told of only when it is or was in trouble.
 */
public record PairChanges(List<PairRecord> stored, List<PairRecord> gone, List<PairChanged> events) {
    public PairChanges {
        stored = List.copyOf(stored);
        gone = List.copyOf(gone);
        events = List.copyOf(events);
    }

    /** A pair that two lines declare counts once. */
    public static PairChanges of(Map<Pair.Key, PairRecord> before, List<Pair> pairs, Instant now, Duration goal) {
        Map<Pair.Key, Pair> present = new LinkedHashMap<>();
        pairs.stream()
                .sorted((a, b) -> place(a.origin()).compareTo(place(b.origin())))
                .forEach(pair -> present.putIfAbsent(pair.key(), pair));
        List<PairRecord> stored = new ArrayList<>();
        List<PairChanged> events = new ArrayList<>();
        present.forEach((key, pair) -> {
            PairRecord old = before.get(key);
            PairRecord next = next(old, pair, now, goal);
            if (!next.equals(old)) {
                stored.add(next);
            }
            if (old == null ? next.state().isTrouble() : old.state() != next.state()) {
                events.add(changed(old, next, lag(pair, now, goal)));
            }
        });
        Map<Pair.Key, PairRecord> gone = new HashMap<>(before);
        gone.keySet().removeAll(present.keySet());
        gone.values().stream()
                .filter(old -> old.state().isTrouble())
                .map(old -> event(old, old.state(), null, now, null))
                .forEach(events::add);
        return new PairChanges(stored, List.copyOf(gone.values()), events);
    }

    private static PairRecord next(PairRecord old, Pair pair, Instant now, Duration goal) {
        Pair.State state = pair.state(now, goal);
        Instant common = pair.common() == null ? null : pair.common().creation();
        String declared = place(pair.origin());
        if (old == null) {
            return new PairRecord(pair.key(), state, now, common, null, declared);
        }
        boolean newer = common != null && (old.common() == null || common.isAfter(old.common()));
        return new PairRecord(
                pair.key(),
                state,
                state == old.state() ? old.since() : now,
                common == null ? old.common() : common,
                newer ? now : old.lastSuccess(),
                declared);
    }

    private static PairChanged changed(PairRecord old, PairRecord next, Lag lag) {
        return event(next, old == null ? null : old.state(), next.state(), next.since(), lag);
    }

    private static PairChanged event(PairRecord pair, Pair.State before, Pair.State after, Instant since, Lag lag) {
        return new PairChanged(
                pair.key().sourcePlace(),
                pair.key().copyPlace(),
                before == null ? null : before.name(),
                after == null ? null : after.name(),
                since,
                lag,
                pair.declared());
    }

    private static Lag lag(Pair pair, Instant now, Duration goal) {
        return new Lag(
                pair.lag(now), pair.common() == null ? null : pair.common().snapshot(), pair.goal(goal));
    }

    private static String place(DeclaredPull.Origin origin) {
        return origin.file() + ":" + origin.line();
    }
}
