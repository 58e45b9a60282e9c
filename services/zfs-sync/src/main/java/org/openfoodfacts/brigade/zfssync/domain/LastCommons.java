package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The snapshots that pairs go on from, at both ends: as the facts show them, and as they last did, for an end whose pool is away shows nothing.
 */
public final class LastCommons {
    private final Set<Shown> shown = new HashSet<>();
    private final Set<Remembered> remembered = new HashSet<>();

    private record Shown(String node, String dataset, String guid) {}

    private record Remembered(String node, String dataset, Instant creation) {}

    private LastCommons() {}

    /** Of no pair. */
    public static LastCommons none() {
        return new LastCommons();
    }

    public static LastCommons of(Collection<Pair> pairs, Collection<PairRecord> before) {
        LastCommons all = new LastCommons();
        for (Pair pair : pairs) {
            if (pair.common() != null) {
                for (Pair.Side side : List.of(pair.source(), pair.target())) {
                    all.shown.add(
                            new Shown(side.node(), side.dataset(), pair.common().guid()));
                }
            }
        }
        for (PairRecord pair : before) {
            Pair.Key key = pair.key();
            all.remembered.add(new Remembered(key.sourceNode(), key.source(), pair.common()));
            all.remembered.add(new Remembered(key.node(), key.target(), pair.common()));
        }
        return all;
    }

    boolean has(Stray.Seen seen) {
        return shown.contains(new Shown(seen.node(), seen.dataset(), seen.guid()))
                || remembered.contains(new Remembered(seen.node(), seen.dataset(), seen.creation()));
    }
}
