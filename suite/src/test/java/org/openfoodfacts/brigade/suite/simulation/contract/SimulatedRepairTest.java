package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** What only the handlers decide, and zfs has no part in, is shown here alone: a call of a real machine in the lab takes its time. */
class SimulatedRepairTest extends OnSimulatedPool implements RepairContract {
    SimulatedRepairTest() {
        super("tank/copies");
    }

    @Test
    void whatWasNotSpokenOfStays() {
        String dataset = copy("stays");
        SnapshotRef common = snapshot(dataset, "common");
        SnapshotRef own = snapshot(dataset, "own");
        SnapshotRef late = snapshot(dataset, "late");

        assertThat(RepairContract.refused(rollBack(dataset, common, List.of(own), 8 * MIB)))
                .contains("@late is newer too");
        assertThat(RepairContract.refused(
                        rollBack(dataset, common, List.of(own, new SnapshotRef("late", "17")), 8 * MIB)))
                .contains("@late is newer too");
        assertThat(RepairContract.refused(
                        rollBack(dataset, new SnapshotRef("common", "17"), List.of(own, late), 8 * MIB)))
                .contains("no @common with the guid 17");
        target().output("zfs", "hold", "keep", dataset + "@late");
        assertThat(RepairContract.refused(rollBack(dataset, common, List.of(own, late), 8 * MIB)))
                .contains("@late is held");
        target().output("zfs", "release", "keep", dataset + "@late");
        target().output("zfs", "hold", SnapshotPolicy.HOLD_TAG, dataset + "@late");
        target().output("zfs", "clone", dataset + "@own", parent() + "/stays-clone");
        assertThat(RepairContract.refused(rollBack(dataset, common, List.of(own, late), 8 * MIB)))
                .contains("@own has clones (" + parent() + "/stays-clone)");
        assertThat(snapshots(dataset)).hasSize(3);
        target().output("zfs", "destroy", parent() + "/stays-clone");
        assertThat(rollBack(dataset, common, List.of(own, late), 8 * MIB))
                .as("a policy's own hold is none")
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void moreThanWasSpokenOfIsNotLost() {
        String dataset = copy("more");
        SnapshotRef common = snapshot(dataset, "common");
        target().fill(dataset, 2 * MIB);
        SnapshotRef own = snapshot(dataset, "own");

        assertThat(RepairContract.refused(rollBack(dataset, common, List.of(own), MIB)))
                .contains("bytes would be lost");
        assertThat(snapshots(dataset)).hasSize(2);
    }

    @Test
    void namesThatCouldBeOptionsOrOtherPoolsAreMalformed() {
        SnapshotRef good = new SnapshotRef("a", "1");

        Stream.of(
                        rollBack("-R", good, List.of(), 0),
                        rollBack("tank/x", new SnapshotRef("a,b", "1"), List.of(), 0),
                        rollBack("tank/x", good, List.of(new SnapshotRef("a@b", "1")), 0),
                        rollBack("tank/x", good, List.of(), -1),
                        rename("-f", "1", "tank/y"),
                        rename("tank/x", "1", "tank/y@z"),
                        rename("tank/x", "1", "other/y"),
                        rename("tank", "1", "tank/y"))
                .forEach(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(CommandRefused.Reason.MALFORMED)));
    }
}
