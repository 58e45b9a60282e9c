package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * Which snapshots of a copy the other pairs that have it as an end go on from: what one pair can spare may be another's last common one. Facts lag, so
 * such a pair may have come to go on from any that is newer than the one they show.
 */
public final class Needs {
    private final Map<NodeDataset, List<Pair>> pairs = new HashMap<>();

    private Needs(Collection<Pair> all) {
        for (Pair pair : all) {
            at(pair.source()).add(pair);
            at(pair.target()).add(pair);
        }
    }

    private List<Pair> at(Pair.Side side) {
        return pairs.computeIfAbsent(NodeDataset.of(side), _ -> new ArrayList<>());
    }

    /** @param all every declared pair */
    public static Needs of(Collection<Pair> all) {
        return new Needs(all);
    }

    /** What pairs other than this one need of its copy. */
    public List<Need> ofOthers(Pair pair) {
        NodeDataset copy = NodeDataset.of(pair.target());
        return pairs.getOrDefault(copy, List.of()).stream()
                .filter(other -> !other.key().equals(pair.key()))
                .map(other ->
                        Need.of(other, copy.equals(NodeDataset.of(other.target())) ? other.source() : other.target()))
                .distinct()
                .toList();
    }

    /** {@code end} is the other pair's other end, {@code guid} its newest common snapshot, null without one. */
    public record Need(String end, String guid) {
        private static Need of(Pair other, Pair.Side end) {
            String node = end.node() == null ? "" : end.node() + ":";
            return new Need(
                    node + end.dataset(),
                    other.common() == null ? null : other.common().guid());
        }

        /**
         * In words, when the end of some of these snapshots may leave the other pair without a common one.
         *
         * @param held all snapshots of the dataset
         * @param gone those of them that are to be destroyed
         */
        Optional<String> isHurtBy(List<Snapshot> held, List<Snapshot> gone) {
            return named(gone)
                    .map(common -> end + " goes on from @" + common.name())
                    .or(() -> newer(held, gone));
        }

        private Optional<Snapshot> named(List<Snapshot> snapshots) {
            return snapshots.stream()
                    .filter(snapshot -> snapshot.guid().equals(guid))
                    .findFirst();
        }

        private Optional<String> newer(List<Snapshot> held, List<Snapshot> gone) {
            long since = named(held).map(Snapshot::createTxg).orElse(Long.MIN_VALUE);
            return gone.stream()
                    .filter(snapshot -> snapshot.createTxg() > since)
                    .max(Comparator.comparingLong(Snapshot::createTxg))
                    .map(last -> end + " may have come to go on from @" + last.name());
        }
    }
}
