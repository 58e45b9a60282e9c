package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroySnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.RollBackDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;

/**
 * A pair on two simulated machines. What Brigade does is planned from facts that may be old, as in life, and carried out by the agents' own
 * handlers; in between people do what people do. After each deed of Brigade the rules are checked on the machines themselves.
 */
final class PlayedPair {
    private static final String SOURCE = "tank/x";
    private static final String COPY = "tank/copies/x";
    private static final String TAG = "brigade:3f9c21ab";
    private static final long MIB = 1 << 20;

    private final Random random;
    private final Workbench here;
    private final Workbench there;
    private DatasetState seenSource = DatasetState.MISSING;
    private DatasetState seenCopy = DatasetState.MISSING;
    private boolean sourceLostUnseen;
    private boolean copyLostUnseen;
    private int number;
    int pulls;
    int refusals;

    PlayedPair(Path folder, Random random) {
        this.random = random;
        this.there = new Workbench(
                folder.resolve("there"),
                Description.of("off2", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of(SOURCE))));
        this.here = new Workbench(
                folder.resolve("here"),
                Description.of("ovh3", "host", "10.0.0.3")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/copies"))));
        here.simulated.exec().connect("off2", there.simulated.exec());
        take();
        look();
    }

    void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> take();
            case 2, 3 -> look();
            case 4 -> meddle();
            case 5 -> checked(this::prune);
            case 6 -> checked(this::repair);
            default -> checked(this::pull);
        }
    }

    /** Facts come when they come: either end's, or both. */
    private void look() {
        if (random.nextInt(4) > 0) {
            seenSource = state(there, SOURCE);
            sourceLostUnseen = false;
        }
        if (random.nextInt(4) > 0) {
            seenCopy = state(here, COPY);
            copyLostUnseen = false;
        }
    }

    private void take() {
        there.simulated.write(SOURCE, random.nextInt(3) * MIB);
        there.run("zfs", "snapshot", SOURCE + "@s" + ++number);
    }

    /** What people do to either end; what zfs does not let them do, they do not. */
    private void meddle() {
        // ZFS lets nobody at what has only begun to come.
        String copy = state(here, COPY).snapshots().isEmpty() ? "tank/copies" : COPY;
        switch (random.nextInt(6)) {
            case 0 -> here.run("zfs", "snapshot", copy + "@own" + ++number);
            case 1 -> here.simulated.write(copy, MIB);
            case 2 -> {
                forget(there, SOURCE);
                sourceLostUnseen = true;
            }
            case 3 -> {
                forget(here, COPY);
                copyLostUnseen = true;
            }
            case 4 -> {
                if (copy.equals(COPY)) {
                    here.run("zfs", "destroy", "-r", COPY);
                }
            }
            default -> there.run("zfs", "snapshot", SOURCE + "@vzdump" + ++number);
        }
    }

    private void forget(Workbench machine, String dataset) {
        List<Snapshot> free = state(machine, dataset).snapshots().stream()
                .filter(snapshot -> snapshot.holds().isEmpty())
                .toList();
        if (!free.isEmpty()) {
            machine.run(
                    "zfs",
                    "destroy",
                    dataset + "@" + free.get(random.nextInt(free.size())).name());
        }
    }

    private void pull() {
        ReplicationPlan plan = ReplicationPlanner.plan(seenSource, seenCopy);
        if (!(plan instanceof Step step)) {
            return;
        }
        if (random.nextInt(4) == 0) {
            here.simulated.exec().cutNextTransferAfter(random.nextInt(4) * MIB);
        }
        Expected expected = Expected.of(step);
        Outcome outcome = new PullDatasetsHandler()
                .handle(
                        PullDatasets.of(
                                new SshRoute("op", "off2", 22, null),
                                new Pull(SOURCE, COPY, expected, random.nextInt(6) == 0, 0, TAG)),
                        here.execution());
        if (outcome instanceof Outcome.Done done) {
            pulls++;
            arrived(((DatasetsPulled) done.result()).datasets().getFirst(), expected);
        } else {
            refusals++;
        }
    }

    private void arrived(PulledDataset pulled, Expected expected) {
        DatasetState copy = state(here, COPY);
        assertThat(copy.snapshots().getLast().guid()).isEqualTo(pulled.guid());
        if (expected.toGuid() != null) {
            assertThat(pulled.guid()).isEqualTo(expected.toGuid());
        }
        assertThat(copy.writtenBytes()).isZero();
        assertThat(copy.resumeToken()).isNull();
        assertThat(state(there, SOURCE).snapshots())
                .filteredOn(snapshot -> snapshot.guid().equals(pulled.guid()))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.holds()).contains(TAG));
    }

    /** What retention does: some that the facts show and that no plan protects, named by guid. */
    private void prune() {
        Set<String> kept = ReplicationPlanner.plan(seenSource, seenCopy).protections("pair").stream()
                .map(Protection::guid)
                .collect(Collectors.toSet());
        destroy(there, SOURCE, seenSource, kept);
        Set<String> common = new HashSet<>(kept);
        seenSource.snapshots().stream().map(Snapshot::guid).forEach(common::add);
        destroy(here, COPY, seenCopy, common);
    }

    private void destroy(Workbench machine, String dataset, DatasetState seen, Set<String> kept) {
        List<SnapshotRef> some = seen.snapshots().stream()
                .filter(snapshot ->
                        !kept.contains(snapshot.guid()) && snapshot.holds().isEmpty() && random.nextInt(3) == 0)
                .map(snapshot -> new SnapshotRef(snapshot.name(), snapshot.guid()))
                .toList();
        if (!some.isEmpty()) {
            count(new DestroySnapshotsHandler()
                    .handle(new DestroySnapshots(dataset, some, "play"), machine.execution()));
        }
    }

    /** A rollback that somebody approved by what the facts showed then. */
    private void repair() {
        if (ReplicationPlanner.plan(seenSource, seenCopy) instanceof Blocked blocked
                && blocked.lastCommon() != null
                && seenCopy.exists()) {
            String common = blocked.lastCommon().guid();
            List<Snapshot> own = seenCopy.snapshots();
            int at = own.stream().map(Snapshot::guid).toList().indexOf(common);
            SnapshotRef to = new SnapshotRef(own.get(at).name(), common);
            List<SnapshotRef> beyond = own.subList(at + 1, own.size()).stream()
                    .map(snapshot -> new SnapshotRef(snapshot.name(), snapshot.guid()))
                    .toList();
            count(new RollBackDatasetHandler()
                    .handle(new RollBackDataset(COPY, to, beyond, 64 * MIB), here.execution()));
        }
    }

    private void count(Outcome outcome) {
        if (!(outcome instanceof Outcome.Done)) {
            refusals++;
        }
    }

    /**
     * Whatever Brigade does: the newest that both ends have is there afterwards, and the copy is nobody's to mount or write. Where somebody destroyed
     * snapshots and no fact has shown it yet, nobody can know which is the newest; what is held for the pair is there even then.
     */
    private void checked(Runnable deed) {
        List<Snapshot> before = common();
        deed.run();
        List<String> after = common().stream().map(Snapshot::guid).toList();
        if (!before.isEmpty() && !sourceLostUnseen && !copyLostUnseen) {
            assertThat(after)
                    .as("the newest common snapshot")
                    .contains(before.getLast().guid());
        }
        assertThat(after)
                .as("common and held")
                .containsAll(before.stream()
                        .filter(snapshot -> snapshot.holds().contains(TAG))
                        .map(Snapshot::guid)
                        .toList());
        DatasetState copy = state(here, COPY);
        if (copy.exists()) {
            assertThat(property("mounted")).as("the copy, %s", copy).isEqualTo("no");
        }
        if (!copy.snapshots().isEmpty()) {
            assertThat(property("readonly")).as("the copy, %s", copy).isEqualTo("on");
        }
    }

    private String property(String name) {
        return here.run("zfs", "get", "-H", "-o", "value", name, COPY).strip();
    }

    /** As the source shows them, oldest first. */
    private List<Snapshot> common() {
        Set<String> copied =
                state(here, COPY).snapshots().stream().map(Snapshot::guid).collect(Collectors.toSet());
        return state(there, SOURCE).snapshots().stream()
                .filter(snapshot -> copied.contains(snapshot.guid()))
                .toList();
    }

    private static DatasetState state(Workbench machine, String dataset) {
        return ObservedStates.of(machine).getOrDefault(dataset, DatasetState.MISSING);
    }
}
