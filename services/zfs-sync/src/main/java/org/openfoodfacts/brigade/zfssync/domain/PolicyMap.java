package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy.Mode;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy.Place;

/**
 * The policy of every dataset that the facts show and a sanoid.conf speaks of. What a pair goes on from is protected on both its ends; where
 * the other end of a pair was never seen, it cannot be known, and so nothing of the dataset is destroyed.
 */
public final class PolicyMap {
    private final Map<Key, List<Pair>> pairs = new HashMap<>();
    private final Set<String> seenNodes;
    private final Map<String, Set<String>> clones;
    private final Map<Key, List<Protection>> ordered;

    private record Key(String node, String dataset) {}

    public PolicyMap(Collection<Pair> pairs, Set<String> seenNodes) {
        this(pairs, seenNodes, Map.of(), Map.of());
    }

    /**
     * {@code seenNodes} are those whose datasets were ever told of, by whoever is offline now too; {@code clones} are datasets by node, which are here
     * today and replaced tomorrow: for them only sanoid.conf counts, where it speaks of them. {@code orders} are the last, by node: a copy that the facts
     * no longer show, because its pool is away perhaps, is not gone, and what it goes on from stays as it was ordered.
     */
    public PolicyMap(
            Collection<Pair> pairs,
            Set<String> seenNodes,
            Map<String, Set<String>> clones,
            Map<String, FollowPolicies> orders) {
        this.seenNodes = Set.copyOf(seenNodes);
        this.clones = Map.copyOf(clones);
        this.ordered = new HashMap<>();
        orders.forEach((node, order) -> order.datasets()
                .forEach(managed -> ordered.put(new Key(node, managed.dataset()), managed.protections())));
        for (Pair pair : pairs) {
            Stream.of(pair.source(), pair.target())
                    .map(side -> new Key(side.node(), side.dataset()))
                    .distinct()
                    .forEach(key -> this.pairs
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(pair));
        }
    }

    /** By name. {@code datasets} are all of the node; what is managed and not among them is told as one that cannot be followed. */
    public List<DatasetPolicy> of(NodePolicies declared, Collection<String> datasets) {
        Optional<Policies> policies = Optional.ofNullable(declared.text())
                .map(text ->
                        new Policies(SanoidParser.parse(declared.file(), text).value()));
        FleetPolicies fleet = new FleetPolicies(declared.policies());
        Set<String> ofNode = clones.getOrDefault(declared.node(), Set.of());
        Stream<DatasetPolicy> there = datasets.stream()
                .flatMap(dataset -> policies
                        .flatMap(all -> all.of(dataset))
                        .map(policy -> ofNode.contains(dataset)
                                ? policied(declared, dataset, policy, FleetPolicies.NONE)
                                : policied(declared, dataset, policy, fleet))
                        .or(() -> Optional.of(dataset)
                                .filter(name -> declared.isManaged(name) && !ofNode.contains(name))
                                .map(managed -> fleet.of(managed)
                                        .map(said -> said(declared, managed, said))
                                        .orElseGet(() -> unfollowed(declared, managed, lack(declared)))))
                        .stream());
        Stream<DatasetPolicy> gone = declared.managed().stream()
                .filter(name -> !datasets.isEmpty() && !datasets.contains(name))
                .map(name -> unfollowed(declared, name, "the node has no such dataset"));
        return Stream.concat(there, gone)
                .sorted(Comparator.comparing(policy -> policy.place().dataset()))
                .toList();
    }

    private DatasetPolicy policied(NodePolicies declared, String dataset, Policy policy, FleetPolicies fleet) {
        Optional<FleetPolicies.Said> said = fleet.of(dataset);
        Place place = said.map(s -> new Place(declared.node(), dataset, FleetPolicies.FILE, s.line()))
                .orElseGet(() -> new Place(
                        declared.node(),
                        dataset,
                        declared.file(),
                        policy.section().line()));
        Mode mode = declared.isManaged(dataset) ? Mode.MANAGE : Mode.OBSERVE;
        Key key = new Key(declared.node(), dataset);
        List<SnapshotKind> holds = said.map(s -> s.kept().hold()).orElse(List.of());
        return switch (Adoption.of(fleet.over(policy))) {
            case Adoption.Adopted adopted ->
                new DatasetPolicy(
                        place,
                        mode,
                        alone(adopted.policy(), adopted.policy().recursive() && !fleet.differBelow(dataset), holds),
                        null,
                        protections(key),
                        keepAll(key));
            case Adoption.Refused refused ->
                new DatasetPolicy(
                        place,
                        mode,
                        null,
                        refused.objections().stream()
                                .map(o -> "%s:%d: %s = %s: %s"
                                        .formatted(declared.file(), o.line(), o.key(), o.value(), o.why()))
                                .collect(Collectors.joining("; ")),
                        List.of(),
                        null);
        };
    }

    /** Where those below keep something else, no snapshot takes both: then each has its own, of the same kinds. */
    private static SnapshotPolicy alone(SnapshotPolicy adopted, boolean recursive, List<SnapshotKind> holds) {
        return new SnapshotPolicy(
                adopted.takes(),
                recursive,
                adopted.prunes(),
                adopted.pruneDefer(),
                adopted.counts(),
                adopted.times(),
                holds);
    }

    private DatasetPolicy said(NodePolicies declared, String dataset, FleetPolicies.Said said) {
        Key key = new Key(declared.node(), dataset);
        Place place = new Place(declared.node(), dataset, FleetPolicies.FILE, said.line());
        if (!said.unsaid().isEmpty()) {
            return new DatasetPolicy(place, Mode.MANAGE, null, unsaid(said), List.of(), null);
        }
        return new DatasetPolicy(place, Mode.MANAGE, said.alone(isCopy(key)), null, protections(key), keepAll(key));
    }

    /** None of a kind is kept only where somebody said so. */
    private static String unsaid(FleetPolicies.Said said) {
        return FleetPolicies.FILE + ":" + said.line()
                + ": sanoid.conf does not speak of it, so zfs.policies must say of each kind how many are kept: "
                + String.join(", ", said.unsaid()) + " is missing";
    }

    private boolean isCopy(Key key) {
        return pairs.getOrDefault(key, List.of()).stream()
                .anyMatch(pair ->
                        key.equals(new Key(pair.target().node(), pair.target().dataset())));
    }

    /** Managed and without a policy is no policy of nothing: whoever wrote it meant something. */
    private static String lack(NodePolicies declared) {
        return declared.text() == null
                ? "the node has no sanoid.conf"
                : declared.file()
                        + " has no section for it; add one, say what is kept in zfs.policies, or take it from zfs.manage in fleet.yaml";
    }

    private static DatasetPolicy unfollowed(NodePolicies declared, String dataset, String why) {
        return new DatasetPolicy(
                new Place(declared.node(), dataset, declared.file(), 0), Mode.MANAGE, null, why, List.of(), null);
    }

    private List<Protection> protections(Key key) {
        return pairs.getOrDefault(key, List.of()).stream()
                .flatMap(pair -> protections(pair, key))
                .distinct()
                .sorted(Comparator.comparing(Protection::by).thenComparing(Protection::guid))
                .toList();
    }

    private Stream<Protection> protections(Pair pair, Key key) {
        Pair.Side other = other(pair, key);
        String by = other.node() + " " + other.dataset();
        if (pair.common() != null) {
            return Stream.of(new Protection(pair.common().guid(), Protection.Reason.LAST_COMMON, by));
        }
        boolean isShown = other.exists() && other.newest() != null;
        return isShown
                ? Stream.empty()
                : ordered.getOrDefault(key, List.of()).stream()
                        .filter(protection -> protection.by().equals(by));
    }

    private String keepAll(Key key) {
        return pairs.getOrDefault(key, List.of()).stream()
                .flatMap(pair -> keepAll(pair, key).stream())
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /** A copy without a common snapshot may be about to get its first one, or may be all that is left of something. */
    private Optional<String> keepAll(Pair pair, Key key) {
        Pair.Side other = other(pair, key);
        if (other.node() == null) {
            return Optional.of("no declared node is the other end of its pair, so what both have is not known");
        }
        if (!seenNodes.contains(other.node())) {
            return Optional.of(
                    other.node() + " was never seen, so what it has of " + other.dataset() + " is not known");
        }
        boolean isCopy = other.equals(pair.source());
        return isCopy && pair.common() == null
                ? Optional.of(
                        "it is a copy that has no snapshot in common with " + other.node() + " " + other.dataset())
                : Optional.empty();
    }

    private static Pair.Side other(Pair pair, Key key) {
        boolean isSource =
                key.equals(new Key(pair.source().node(), pair.source().dataset()));
        return isSource ? pair.target() : pair.source();
    }

    /** What the node's agent is to follow; generation 0 until it is sent. */
    public static FollowPolicies order(String zone, List<DatasetPolicy> policies) {
        return new FollowPolicies(
                0,
                zone,
                policies.stream()
                        .filter(DatasetPolicy::isFollowed)
                        .map(DatasetPolicy::managed)
                        .toList());
    }
}
