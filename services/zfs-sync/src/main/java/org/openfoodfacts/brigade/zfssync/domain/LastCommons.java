package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots that pairs go on from, at both ends, and what the other end is: as the facts show them, and as they last did, for an end whose pool is
 * away shows nothing.
 */
public final class LastCommons {
    private final Map<Shown, String> shown = new HashMap<>();
    private final Map<Remembered, String> remembered = new HashMap<>();

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
                all.shown(pair.source(), pair.target(), pair.common().guid());
                all.shown(pair.target(), pair.source(), pair.common().guid());
            }
        }
        for (PairRecord pair : before) {
            Pair.Key key = pair.key();
            String source = place(key.sourceNode(), key.source());
            String target = place(key.node(), key.target());
            all.remembered.merge(
                    new Remembered(key.sourceNode(), key.source(), pair.common()), target, LastCommons::first);
            all.remembered.merge(new Remembered(key.node(), key.target(), pair.common()), source, LastCommons::first);
        }
        return all;
    }

    private void shown(Pair.Side side, Pair.Side other, String guid) {
        shown.merge(
                new Shown(side.node(), side.dataset(), guid), place(other.node(), other.dataset()), LastCommons::first);
    }

    private static String place(String node, String dataset) {
        return (node == null || node.isEmpty() ? "an unknown host" : node) + ":" + dataset;
    }

    /** Always the same of several, so that it is one reason. */
    private static String first(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * With what, as {@code node:dataset}, this is the last snapshot in common; empty when it is nobody's.
     *
     * @param dataset what its dataset is called by now
     */
    public Optional<String> with(String node, String dataset, ExpiringSnapshot.Ref ref) {
        return with(node, dataset, ref.guid(), ref.creation());
    }

    private Optional<String> with(String node, String dataset, String guid, Instant creation) {
        return Optional.ofNullable(shown.get(new Shown(node, dataset, guid)))
                .or(() -> Optional.ofNullable(remembered.get(new Remembered(node, dataset, creation))));
    }

    boolean has(Stray.Seen seen) {
        return with(seen.node(), seen.dataset(), seen.guid(), seen.creation()).isPresent();
    }
}
