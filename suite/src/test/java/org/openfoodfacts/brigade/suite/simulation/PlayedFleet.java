package org.openfoodfacts.brigade.suite.simulation;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/**
 * Three simulated machines, one of which has copies of the others' copies, with as many datasets and pairs as chance gives. Agents keep to policies by the
 * last order that reached them, also while they are offline; pulls are planned from facts that may be old; in between people do what people do.
 */
final class PlayedFleet {
    private static final long MIB = 1 << 20;
    private static final List<String> NODES = List.of("off1", "off2", "ovh3");
    private static final List<String> DATASETS = List.of("tank/x", "tank/x/y", "tank/z");

    private final Random random;
    private final Map<String, Workbench> machines = new HashMap<>();
    private final Map<String, FollowPoliciesFollower> followers = new HashMap<>();
    private final Map<String, FollowPolicies> orders = new HashMap<>();
    private final Map<String, Map<String, DatasetState>> seen = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private final Set<String> offline = new HashSet<>();
    private final List<PlayedCopy> copies = new ArrayList<>();
    private final PlayedRules rules = new PlayedRules(machines, copies);
    private long generation;
    int pulled;
    int destroyed;

    /** A pair, and what the agent of its target holds its last common snapshot with. */
    record PlayedCopy(String sourceNode, String source, String node, String target, String tag) {}

    PlayedFleet(Path folder, Random random) {
        this.random = random;
        for (String node : NODES) {
            List<String> datasets = node.equals("off1") ? DATASETS : List.of("tank/of-off1", "tank/of-off2");
            machines.put(
                    node,
                    new Workbench(
                            folder.resolve(node),
                            Description.of(node, "host", "10.0.0." + (2 + NODES.indexOf(node)))
                                    .withPools(new Description.SimulatedPool("tank", 1L << 40, datasets))));
            followers.put(node, new FollowPoliciesFollower());
            kept.put(node, random.nextInt(4));
        }
        connect("off2", "off1");
        connect("ovh3", "off1");
        connect("ovh3", "off2");
        declare("off1", "tank", "off2", "tank/of-off1");
        declare("off1", "tank", "ovh3", "tank/of-off1");
        declare("off2", "tank/of-off1", "ovh3", "tank/of-off2");
        NODES.forEach(this::look);
        NODES.forEach(this::order);
        follow("off1");
    }

    private void connect(String from, String to) {
        machines.get(from)
                .simulated
                .exec()
                .connect(to, machines.get(to).simulated.exec());
    }

    private void declare(String sourceNode, String source, String node, String target) {
        for (String dataset : DATASETS) {
            String rest = dataset.substring("tank".length());
            if (random.nextInt(4) > 0) {
                copies.add(new PlayedCopy(
                        sourceNode, source + rest, node, target + rest, "brigade:" + sourceNode + "." + node));
            }
        }
    }

    void step() {
        String node = NODES.get(random.nextInt(NODES.size()));
        switch (random.nextInt(16)) {
            case 0, 1 -> write();
            case 2, 3, 4 -> look(node);
            case 5 -> meddle(node);
            case 6 -> comeOrGo(node);
            case 7, 8 -> later();
            case 9, 10 -> order(node);
            case 11, 12 -> rules.checked(() -> follow(node));
            default -> rules.checked(() -> pull(node));
        }
    }

    private void write() {
        machines.get("off1").simulated.write(DATASETS.get(random.nextInt(DATASETS.size())), random.nextInt(3) * MIB);
    }

    private void look(String node) {
        if (!offline.contains(node)) {
            seen.put(node, ObservedStates.of(machines.get(node)));
        }
    }

    private void comeOrGo(String node) {
        if (!offline.remove(node) && random.nextInt(3) == 0) {
            offline.add(node);
        }
    }

    private void later() {
        Duration hours = Duration.ofMinutes(61L * (1 + random.nextInt(5)));
        machines.values().forEach(machine -> machine.clock.advance(hours));
    }

    /** What a pair goes on from is left alone: that is a repair, which {@link PlayedPair} plays, and agents that are offline could not hear of it. */
    private void meddle(String node) {
        Map<String, DatasetState> there = ObservedStates.of(machines.get(node));
        List<String> names = there.keySet().stream()
                .filter(name -> !there.get(name).snapshots().isEmpty())
                .sorted()
                .toList();
        if (names.isEmpty()) {
            return;
        }
        String dataset = names.get(random.nextInt(names.size()));
        List<String> needed = rules.common().values().stream()
                .filter(guids -> !guids.isEmpty())
                .map(List::getLast)
                .toList();
        List<Snapshot> free = there.get(dataset).snapshots().stream()
                .filter(snapshot -> snapshot.holds().isEmpty() && !needed.contains(snapshot.guid()))
                .toList();
        if (random.nextBoolean() && !free.isEmpty()) {
            machines.get(node)
                    .run(
                            "zfs",
                            "destroy",
                            dataset + "@"
                                    + free.get(random.nextInt(free.size())).name());
        } else if (node.equals("off1")) {
            machines.get(node).run("zfs", "snapshot", dataset + "@by-hand-" + random.nextInt(1_000_000));
        }
    }

    /** What the service orders by the facts it has; an agent that is offline does not get it. */
    private void order(String node) {
        if (offline.contains(node) || !seen.containsKey(node)) {
            return;
        }
        boolean takes = node.equals("off1");
        List<ManagedDataset> managed = seen.get(node).keySet().stream()
                .filter(dataset -> takes ? DATASETS.contains(dataset) : dataset.startsWith("tank/of-"))
                .sorted()
                .map(dataset -> new ManagedDataset(
                        dataset, policy(takes, kept.get(node)), protections(node, dataset), keepAll(node, dataset)))
                .toList();
        orders.put(node, new FollowPolicies(++generation, "UTC", managed));
    }

    private static SnapshotPolicy policy(boolean takes, int hourly) {
        return new SnapshotPolicy(
                takes, false, true, 0, new Counts(0, takes ? 1 + hourly : hourly, 0, 0, 0, 0), Times.USUAL);
    }

    private List<Protection> protections(String node, String dataset) {
        return copies.stream()
                .filter(copy -> isEnd(copy, node, dataset))
                .flatMap(copy ->
                        ReplicationPlanner.plan(seenSource(copy), seenTarget(copy)).protections(copy.tag()).stream())
                .toList();
    }

    private String keepAll(String node, String dataset) {
        return copies.stream()
                        .filter(copy -> isEnd(copy, node, dataset))
                        .allMatch(copy -> seen.containsKey(copy.node())
                                && seen.containsKey(copy.sourceNode())
                                && (copy.sourceNode().equals(node) || hasCommon(copy)))
                ? null
                : "never seen, or nothing in common yet";
    }

    private boolean hasCommon(PlayedCopy copy) {
        return PlayedRules.guids(seenTarget(copy)).stream().anyMatch(PlayedRules.guids(seenSource(copy))::contains);
    }

    private static boolean isEnd(PlayedCopy copy, String node, String dataset) {
        return (copy.node().equals(node) && copy.target().equals(dataset))
                || (copy.sourceNode().equals(node) && copy.source().equals(dataset));
    }

    private DatasetState seenSource(PlayedCopy copy) {
        return seen.getOrDefault(copy.sourceNode(), Map.of()).getOrDefault(copy.source(), DatasetState.MISSING);
    }

    private DatasetState seenTarget(PlayedCopy copy) {
        return seen.getOrDefault(copy.node(), Map.of()).getOrDefault(copy.target(), DatasetState.MISSING);
    }

    /** By the last order that came, with or without the service. */
    private void follow(String node) {
        if (orders.containsKey(node)) {
            Workbench machine = machines.get(node);
            var followed = followers.get(node).follow(orders.get(node), machine.machine(), machine.clock.instant());
            followed.facts().stream()
                    .filter(PoliciesFact.class::isInstance)
                    .flatMap(fact -> ((PoliciesFact) fact).runs().stream())
                    .forEach(run -> destroyed += run.destroyed());
        }
    }

    /** All that the facts say can be brought from each machine, in one command each. */
    private void pull(String node) {
        if (offline.contains(node)) {
            return;
        }
        if (random.nextBoolean()) {
            NODES.forEach(this::look);
        }
        copies.stream()
                .filter(copy -> copy.node().equals(node) && !offline.contains(copy.sourceNode()))
                .collect(groupingBy(PlayedCopy::sourceNode))
                .forEach((source, all) -> pull(source, node, all));
    }

    private void pull(String sourceNode, String node, List<PlayedCopy> all) {
        List<Pull> pulls = new ArrayList<>();
        for (PlayedCopy copy : all) {
            if (ReplicationPlanner.plan(seenSource(copy), seenTarget(copy)) instanceof ReplicationPlan.Step step) {
                pulls.add(new Pull(copy.source(), copy.target(), Expected.of(step), false, 0, copy.tag()));
            }
        }
        if (pulls.isEmpty()) {
            return;
        }
        Workbench machine = machines.get(node);
        if (random.nextInt(4) == 0) {
            machine.simulated.exec().cutNextTransferAfter(random.nextInt(3 * pulls.size()) * MIB);
        }
        Outcome outcome = new PullDatasetsHandler()
                .handle(new PullDatasets(new SshRoute("op", sourceNode, 22, null), pulls), machine.execution());
        DatasetsPulled result = switch (outcome) {
            case Outcome.Done done -> (DatasetsPulled) done.result();
            case Outcome.Failed failed -> (DatasetsPulled) failed.result();
            case Outcome.Refused _ -> new DatasetsPulled(List.of());
        };
        Map<String, DatasetState> after = ObservedStates.of(machine);
        result.datasets().stream().filter(one -> one.problem() == null).forEach(one -> {
            pulled++;
            DatasetState copy = after.get(one.target());
            assertThat(copy.snapshots().getLast().guid()).isEqualTo(one.guid());
            assertThat(copy.writtenBytes()).isZero();
            assertThat(copy.resumeToken()).isNull();
        });
    }
}
