package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;

/**
 * What the pairs of a dataset, on whichever end of them it is, need of its snapshots: the one that they go on from stays. Where that cannot be known
 * nothing of the dataset is destroyed.
 */
final class PairProtections {
    private final Map<NodeDataset, List<Pair>> pairs = new HashMap<>();
    private final Set<String> seenNodes;
    private final Map<NodeDataset, ManagedDataset> ordered;
    private final Set<Pair.Key> onceCommon;

    /**
     * @param seenNodes those whose datasets were ever told of
     * @param ordered what was ordered last: of a pair whose ends are not both shown now, because a pool is away perhaps, what it goes on from stays as ordered
     * @param onceCommon the pairs that ever had a snapshot in common
     */
    PairProtections(
            Collection<Pair> pairs,
            Set<String> seenNodes,
            Map<NodeDataset, ManagedDataset> ordered,
            Set<Pair.Key> onceCommon) {
        this.seenNodes = Set.copyOf(seenNodes);
        this.ordered = Map.copyOf(ordered);
        this.onceCommon = Set.copyOf(onceCommon);
        for (Pair pair : pairs) {
            Stream.of(pair.source(), pair.target())
                    .map(NodeDataset::of)
                    .distinct()
                    .forEach(key -> this.pairs
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(pair));
        }
    }

    boolean isCopy(NodeDataset key) {
        return of(key).anyMatch(pair -> key.equals(NodeDataset.of(pair.target())));
    }

    List<Protection> protections(NodeDataset key) {
        return of(key).flatMap(pair -> protections(pair, key))
                .distinct()
                .sorted(Comparator.comparing(Protection::by).thenComparing(Protection::guid))
                .toList();
    }

    /** Why nothing of it is destroyed; null when there is no reason. */
    String keepAll(NodeDataset key) {
        return of(key).flatMap(pair -> keepAll(pair, key).stream())
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private Stream<Pair> of(NodeDataset key) {
        return pairs.getOrDefault(key, List.of()).stream();
    }

    private Stream<Protection> protections(Pair pair, NodeDataset key) {
        Pair.Side other = other(pair, key);
        if (pair.common() != null) {
            return Stream.of(new Protection(pair.common().guid(), Protection.Reason.LAST_COMMON, by(other)));
        }
        return isShown(own(pair, key)) && isShown(other) ? Stream.empty() : ordered(key, other);
    }

    private Stream<Protection> ordered(NodeDataset key, Pair.Side other) {
        return Optional.ofNullable(ordered.get(key)).stream()
                .flatMap(managed -> managed.protections().stream())
                .filter(protection -> protection.by().equals(by(other)));
    }

    private static String by(Pair.Side other) {
        return other.node() + " " + other.dataset();
    }

    private static boolean isShown(Pair.Side side) {
        return side.exists() && side.newest() != null;
    }

    /** A copy without a common snapshot may be about to get its first one, or may be all that is left of something. */
    private Optional<String> keepAll(Pair pair, NodeDataset key) {
        Pair.Side other = other(pair, key);
        if (other.node() == null) {
            return Optional.of("no declared node is the other end of its pair, so what both have is not known");
        }
        if (!seenNodes.contains(other.node())) {
            return Optional.of(
                    other.node() + " was never seen, so what it has of " + other.dataset() + " is not known");
        }
        if (pair.common() != null) {
            return Optional.empty();
        }
        boolean isCopy = other.equals(pair.source());
        if (isCopy) {
            return Optional.of("it is a copy that has no snapshot in common with " + by(other));
        }
        boolean isKnown = !onceCommon.contains(pair.key())
                || (isShown(own(pair, key)) && isShown(other))
                || ordered(key, other).findAny().isPresent();
        return isKnown
                ? Optional.empty()
                : Optional.of(
                        isShown(other)
                                ? "its snapshots are not shown now, so which of them " + by(other)
                                        + " goes on from is not known"
                                : by(other) + " is not shown now, so which snapshot it goes on from is not known");
    }

    private static Pair.Side own(Pair pair, NodeDataset key) {
        return key.equals(NodeDataset.of(pair.source())) ? pair.source() : pair.target();
    }

    private static Pair.Side other(Pair pair, NodeDataset key) {
        return key.equals(NodeDataset.of(pair.source())) ? pair.target() : pair.source();
    }
}
