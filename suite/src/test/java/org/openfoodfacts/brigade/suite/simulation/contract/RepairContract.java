package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.RenameDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.RollBackDatasetHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRenamed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** What an agent does to a copy that is to be repaired, on the simulated machine and on a real one: never more than was spoken of. */
interface RepairContract {
    long MIB = 1 << 20;
    SealingKey KEY = SealingKey.generate();

    ToolMachine target();

    /** The same machine as its agent has it. */
    Machine machine();

    /** A dataset that this contract may make children of. */
    String parent();

    @Test
    default void whatLiesBeyondIsDestroyedAndTheDatasetIsAsItsSnapshotWas() {
        String dataset = copy("beyond");
        SnapshotRef common = snapshot(dataset, "common");
        SnapshotRef own = snapshot(dataset, "own");
        target().fill(dataset, MIB);
        SnapshotRef late = snapshot(dataset, "late");
        target().fill(dataset, MIB);

        Outcome outcome = rollBack(dataset, common, List.of(own, late), 8 * MIB);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            DatasetRolledBack rolled = (DatasetRolledBack) done.result();
            assertThat(rolled.destroyed()).containsExactly("own", "late");
            assertThat(rolled.lostBytes()).isGreaterThanOrEqualTo(MIB);
        });
        assertThat(snapshots(dataset)).containsExactly(dataset + "@common");
        assertThat(PullContract.get(target(), "written", dataset)).isEqualTo("0\n");
    }

    @Test
    default void snapshotsThatHoldNothingOfTheirOwnGoWithoutAnythingBeingLost() {
        String dataset = copy("empty");
        SnapshotRef common = snapshot(dataset, "common");
        SnapshotRef own = snapshot(dataset, "own");

        Outcome outcome = rollBack(dataset, common, List.of(own), 0);

        assertThat(outcome).isEqualTo(new Outcome.Done(new DatasetRolledBack(dataset, List.of("own"), 0)));
        assertThat(rollBack(dataset, common, List.of(own), 0))
                .as("what was done before is done")
                .isEqualTo(new Outcome.Done(new DatasetRolledBack(dataset, List.of(), 0)));
    }

    /** Taken by somebody else right after the agent has looked: before it destroys what it saw, and before it rolls back. */
    @Test
    default void aSnapshotThatIsTakenMeanwhileIsNotDestroyed() {
        for (int look = 1; look <= 2; look++) {
            String dataset = copy("meanwhile" + look);
            SnapshotRef common = snapshot(dataset, "common");
            SnapshotRef own = snapshot(dataset, "own");
            AtomicInteger looks = new AtomicInteger(look);
            Exec exec = (invocation, lines, cancellation) -> {
                ExecResult result = machine().exec().run(invocation, lines, cancellation);
                if (invocation.argv().get(1).equals("list") && looks.decrementAndGet() == 0) {
                    target().output("zfs", "snapshot", dataset + "@late");
                }
                return result;
            };

            Outcome outcome = new RollBackDatasetHandler()
                    .handle(
                            new RollBackDataset(dataset, common, List.of(own), 8 * MIB),
                            execution(new Machine(exec, machine().root())));

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(snapshots(dataset)).contains(dataset + "@late");
        }
    }

    @Test
    default void aNewerBookmarkIsNotDestroyedBySurprise() {
        String dataset = copy("marked");
        SnapshotRef common = snapshot(dataset, "common");
        SnapshotRef own = snapshot(dataset, "own");
        target().output("zfs", "bookmark", dataset + "@own", dataset + "#common");

        assertThat(refused(rollBack(dataset, common, List.of(own), 8 * MIB)))
                .isEqualTo("#common is newer too, and nobody spoke of it");
        assertThat(snapshots(dataset)).hasSize(2);

        target().output("zfs", "destroy", dataset + "#common");
        target().output("zfs", "bookmark", dataset + "@common", dataset + "#common");
        assertThat(rollBack(dataset, common, List.of(own), 8 * MIB))
                .as("of the snapshot it goes back to")
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    default void aDatasetIsRenamedWithAllBelowItByItsGuidAndOnlyOnce() {
        String dataset = copy("old name");
        target().output("zfs", "create", dataset + "/below");
        SnapshotRef common = snapshot(dataset + "/below", "common");
        String guid = PullContract.get(target(), "guid", dataset).strip();
        String aside = dataset + ".aside-2026-03-14";

        assertThat(refused(rename(dataset, "17", aside))).contains("its guid is " + guid);
        assertThat(refused(handle(new RenameDataset(dataset, guid, aside, List.of(), null))))
                .as("of which nobody had spoken")
                .contains(dataset + "/below with the guid ")
                .endsWith(" lies below, too");
        assertThat(refused(rename(dataset, guid, copy("taken")))).contains("is there already");
        assertThat(rename(dataset, guid, aside)).isEqualTo(new Outcome.Done(new DatasetRenamed(dataset, aside)));
        assertThat(rename(dataset, guid, aside))
                .as("what was done before is done")
                .isEqualTo(new Outcome.Done(new DatasetRenamed(dataset, aside)));

        assertThat(PullContract.get(target(), "guid", aside + "/below@common").strip())
                .isEqualTo(common.guid());
        assertThat(target().run("zfs", "list", dataset).code()).isNotZero();
        assertThat(refused(rename(dataset, guid, dataset + "2"))).contains("there is no dataset");
    }

    @Test
    default void aVolumeIsRolledBackAndRenamedToo() {
        String volume = parent() + "/volume";
        target().output("zfs", "create", "-V", "8M", volume);
        SnapshotRef common = snapshot(volume, "common");
        SnapshotRef own = snapshot(volume, "own");
        String guid = PullContract.get(target(), "guid", volume).strip();

        assertThat(rollBack(volume, common, List.of(own), 0)).isInstanceOf(Outcome.Done.class);
        assertThat(rename(volume, guid, volume + ".aside")).isInstanceOf(Outcome.Done.class);
    }

    default Outcome rollBack(String dataset, SnapshotRef to, List<SnapshotRef> beyond, long mostLost) {
        return new RollBackDatasetHandler().handle(new RollBackDataset(dataset, to, beyond, mostLost), execution());
    }

    /** With what lies below it now. */
    default Outcome rename(String dataset, String guid, String to) {
        List<Below> below = target().run("zfs", "list", "-H", "-r", "-o", "name,guid", dataset)
                .output()
                .lines()
                .map(line -> line.split("\t"))
                .filter(fields -> !fields[0].equals(dataset))
                .map(fields -> new Below(fields[0], fields[1]))
                .toList();
        return handle(new RenameDataset(dataset, guid, to, below, null));
    }

    private Outcome handle(RenameDataset command) {
        return new RenameDatasetHandler().handle(command, execution());
    }

    private Execution execution() {
        return execution(machine());
    }

    private static Execution execution(Machine machine) {
        return new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), KEY);
    }

    default String copy(String name) {
        String dataset = parent() + "/" + name;
        target().output("zfs", "create", dataset);
        return dataset;
    }

    default SnapshotRef snapshot(String dataset, String name) {
        target().output("zfs", "snapshot", dataset + "@" + name);
        return new SnapshotRef(
                name, PullContract.get(target(), "guid", dataset + "@" + name).strip());
    }

    default List<String> snapshots(String dataset) {
        return target().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", dataset)
                .lines()
                .toList();
    }

    static String refused(Outcome outcome) {
        return PullContract.refused(outcome);
    }
}
