package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy.Mode;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy.Place;

/**
 * The policy of every dataset that the facts show and a sanoid.conf speaks of. A policy that cannot be followed, for a mistake in a file perhaps, does
 * not end the snapshots: what was ordered last stays, and the objection is told.
 */
public final class PolicyMap {
    private final PairProtections pairs;
    private final Set<String> seenNodes;
    private final Map<String, Set<String>> clones;
    private final Map<String, FollowPolicies> orders;
    private final Map<NodeDataset, ManagedDataset> ordered = new HashMap<>();

    public PolicyMap(Collection<Pair> pairs, Set<String> seenNodes) {
        this(pairs, seenNodes, Map.of(), Map.of(), Set.of());
    }

    /**
     * {@code seenNodes} are those whose datasets were ever told of, by whoever is offline now too; {@code clones} are datasets by node, which are here
     * today and replaced tomorrow: for them only sanoid.conf counts, where it speaks of them. {@code orders} are the last, by node; {@code onceCommon}
     * are the pairs that ever had a snapshot in common.
     */
    public PolicyMap(
            Collection<Pair> pairs,
            Set<String> seenNodes,
            Map<String, Set<String>> clones,
            Map<String, FollowPolicies> orders,
            Set<Pair.Key> onceCommon) {
        this.seenNodes = Set.copyOf(seenNodes);
        this.clones = Map.copyOf(clones);
        this.orders = Map.copyOf(orders);
        orders.forEach((node, order) ->
                order.datasets().forEach(managed -> ordered.put(new NodeDataset(node, managed.dataset()), managed)));
        this.pairs = new PairProtections(pairs, seenNodes, ordered, onceCommon);
    }

    /** By name. {@code datasets} are all of the node; what is managed and not among them is told as one that cannot be followed. */
    public List<DatasetPolicy> of(NodePolicies declared, Collection<String> datasets) {
        Stream<DatasetPolicy> gone = declared.managed().stream()
                .filter(name -> seenNodes.contains(declared.node()) && !datasets.contains(name))
                .map(name -> new DatasetPolicy(
                        place(declared, name), Mode.MANAGE, null, "the node has no such dataset", List.of(), null));
        return Stream.concat(decide(declared, datasets), gone)
                .sorted(Comparator.comparing(policy -> policy.place().dataset()))
                .toList();
    }

    /**
     * Those that were ordered and whose pool the node does not show, as after a start without it: they stay ordered, by the files of now and with all that
     * was protected, for a pool that is away is not gone, and comes back before anybody hears of it.
     *
     * @param pools those that are shown
     */
    public List<DatasetPolicy> away(NodePolicies declared, Set<String> pools) {
        List<String> names = Optional.ofNullable(orders.get(declared.node())).stream()
                .flatMap(order -> order.datasets().stream())
                .map(ManagedDataset::dataset)
                .filter(name -> declared.isManaged(name) && !pools.contains(DatasetName.pool(name)))
                .toList();
        return names.isEmpty()
                ? List.of()
                : decide(declared, names).map(this::withAllThatWasProtected).toList();
    }

    /**
     * The nodes that go on by an order of which nothing is declared any more: {@code zfs.manage} no longer names anything, and there is no sanoid.conf, or
     * the node has left the fleet. What copies need changes, and nobody would tell them, so nothing is managed there from now on.
     */
    public List<NodePolicies> noLongerDeclared(Collection<NodePolicies> declared) {
        Set<String> known = declared.stream().map(NodePolicies::node).collect(Collectors.toSet());
        return orders.entrySet().stream()
                .filter(order -> !known.contains(order.getKey())
                        && !order.getValue().datasets().isEmpty())
                .map(order -> NodePolicies.none(order.getKey()))
                .sorted(Comparator.comparing(NodePolicies::node))
                .toList();
    }

    private DatasetPolicy withAllThatWasProtected(DatasetPolicy policy) {
        ManagedDataset last = ordered.get(
                new NodeDataset(policy.place().node(), policy.place().dataset()));
        List<Protection> all = Stream.concat(policy.protections().stream(), last.protections().stream())
                .distinct()
                .sorted(Comparator.comparing(Protection::by).thenComparing(Protection::guid))
                .toList();
        return new DatasetPolicy(
                policy.place(), policy.mode(), policy.policy(), policy.objection(), all, policy.keepAll());
    }

    private Stream<DatasetPolicy> decide(NodePolicies declared, Collection<String> datasets) {
        Optional<Parsed<SanoidFile>> parsed =
                Optional.ofNullable(declared.text()).map(text -> SanoidParser.parse(declared.file(), text));
        Optional<Policies> policies = parsed.map(Parsed::value).map(Policies::new);
        Optional<String> mistake = parsed.flatMap(PolicyMap::mistake);
        return datasets.stream()
                .flatMap(dataset -> mistake
                        .map(why -> mistaken(declared, dataset, policies.orElseThrow(), why))
                        .orElseGet(() -> there(declared, dataset, policies))
                        .stream());
    }

    /** sanoid ends at once, whatever stands in the other lines: to go on with its defaults would destroy what the file keeps. */
    private static Optional<String> mistake(Parsed<SanoidFile> parsed) {
        return parsed.problems().stream()
                .filter(Problem::isError)
                .findFirst()
                .map(problem ->
                        "%s:%d: %s; %s".formatted(problem.file(), problem.line(), problem.what(), problem.remedy()));
    }

    private Optional<DatasetPolicy> mistaken(NodePolicies declared, String dataset, Policies policies, String why) {
        Optional<Policy> policy = policies.of(dataset);
        return policy.isPresent() || isManaged(declared, dataset)
                ? Optional.of(refused(
                        policy.map(p -> place(declared, p)).orElseGet(() -> place(declared, dataset)),
                        mode(declared, dataset),
                        why))
                : Optional.empty();
    }

    private Optional<DatasetPolicy> there(NodePolicies declared, String dataset, Optional<Policies> policies) {
        FleetPolicies fleet = isClone(declared, dataset) ? FleetPolicies.NONE : new FleetPolicies(declared.policies());
        return policies.flatMap(all -> all.of(dataset))
                .map(policy -> policied(declared, policy, fleet))
                .or(() -> isManaged(declared, dataset)
                        ? Optional.of(fleet.of(dataset)
                                .map(said -> said(declared, dataset, said))
                                .orElseGet(() -> refused(place(declared, dataset), Mode.MANAGE, lack(declared))))
                        : Optional.empty());
    }

    private boolean isClone(NodePolicies declared, String dataset) {
        return clones.getOrDefault(declared.node(), Set.of()).contains(dataset);
    }

    private boolean isManaged(NodePolicies declared, String dataset) {
        return declared.isManaged(dataset) && !isClone(declared, dataset);
    }

    private static Mode mode(NodePolicies declared, String dataset) {
        return declared.isManaged(dataset) ? Mode.MANAGE : Mode.OBSERVE;
    }

    private static Place place(NodePolicies declared, String dataset) {
        return new Place(declared.node(), dataset, declared.file(), 0);
    }

    private static Place place(NodePolicies declared, Policy policy) {
        return new Place(
                declared.node(),
                policy.dataset(),
                declared.file(),
                policy.section().line());
    }

    private DatasetPolicy policied(NodePolicies declared, Policy policy, FleetPolicies fleet) {
        String dataset = policy.dataset();
        Optional<FleetPolicies.Said> said = fleet.of(dataset);
        Place place = said.map(s -> new Place(declared.node(), dataset, FleetPolicies.FILE, s.line()))
                .orElseGet(() -> place(declared, policy));
        Mode mode = mode(declared, dataset);
        List<SnapshotKind> holds = said.map(s -> s.kept().hold()).orElse(List.of());
        return switch (Adoption.of(fleet.over(policy))) {
            case Adoption.Adopted adopted ->
                followed(
                        place,
                        mode,
                        alone(adopted.policy(), adopted.policy().recursive() && !fleet.differBelow(dataset), holds),
                        null);
            case Adoption.Refused refused ->
                refused(
                        place,
                        mode,
                        refused.objections().stream()
                                .map(o -> "%s:%d: %s = %s: %s"
                                        .formatted(declared.file(), o.line(), o.key(), o.value(), o.why()))
                                .collect(Collectors.joining("; ")));
        };
    }

    private DatasetPolicy followed(Place place, Mode mode, SnapshotPolicy policy, String objection) {
        NodeDataset key = new NodeDataset(place.node(), place.dataset());
        return new DatasetPolicy(place, mode, policy, objection, pairs.protections(key), pairs.keepAll(key));
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
        Place place = new Place(declared.node(), dataset, FleetPolicies.FILE, said.line());
        return said.unsaid().isEmpty()
                ? followed(
                        place, Mode.MANAGE, said.alone(pairs.isCopy(new NodeDataset(declared.node(), dataset))), null)
                : refused(place, Mode.MANAGE, unsaid(said));
    }

    /** None of a kind is kept only where somebody said so. */
    private static String unsaid(FleetPolicies.Said said) {
        return FleetPolicies.FILE + ":" + said.line()
                + ": sanoid.conf does not speak of it, so zfs.policies must say of each kind how many are kept: "
                + String.join(", ", said.unsaid()) + " is missing";
    }

    /** Managed and without a policy is no policy of nothing: whoever wrote it meant something. */
    private static String lack(NodePolicies declared) {
        return declared.text() == null
                ? "the node has no sanoid.conf"
                : declared.file()
                        + " has no section for it; add one, say what is kept in zfs.policies, or take it from zfs.manage in fleet.yaml";
    }

    private DatasetPolicy refused(Place place, Mode mode, String why) {
        ManagedDataset last = mode == Mode.MANAGE ? ordered.get(new NodeDataset(place.node(), place.dataset())) : null;
        return last == null
                ? new DatasetPolicy(place, mode, null, why, List.of(), null)
                : followed(place, mode, last.policy(), why + " (until then it is kept as before)");
    }

    /** What the node's agent is to follow; generation 0 until it is sent. {@code away} as above. */
    public static FollowPolicies order(String zone, List<DatasetPolicy> policies, List<DatasetPolicy> away) {
        return new FollowPolicies(
                0,
                zone,
                Stream.concat(policies.stream(), away.stream())
                        .filter(DatasetPolicy::isFollowed)
                        .map(DatasetPolicy::managed)
                        .sorted(Comparator.comparing(ManagedDataset::dataset))
                        .toList());
    }
}
