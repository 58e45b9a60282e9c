package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Base;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Reason;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;

/** A snapshot {@code a} of these tests has the guid {@code a}, or what stands behind the colon in {@code a:guid}; they are listed oldest first. */
class ReplicationPlannerTest {
    private static final Instant SOME_TIME = Instant.parse("2026-05-10T12:00:00Z");

    @Test
    void aTargetThatIsNotThereBeginsWithTheOldestSnapshot() {
        assertThat(ReplicationPlanner.plan(holds("a", "b", "c"), DatasetState.MISSING))
                .isEqualTo(new Full(ref("a")));
    }

    @Test
    void allSnapshotsSinceTheLastCommonOneTravelInOneStep() {
        assertThat(ReplicationPlanner.plan(holds("a", "b", "c", "d"), holds("a", "b")))
                .isEqualTo(new Incremental(new Base(ref("b"), false), ref("d"), List.of(ref("c"))));
    }

    @Test
    void aTargetThatHasTheNewestSnapshotIsInSyncEvenWhenTheSourceHasPrunedAllOthers() {
        assertThat(ReplicationPlanner.plan(holds("c"), holds("a", "b", "c"))).isEqualTo(new InSync(ref("c")));
    }

    @Test
    void aRenamedSnapshotIsTheSameAndIsCalledAsTheSourceCallsIt() {
        assertThat(ReplicationPlanner.plan(holds("new:1", "b:2"), holds("old:1")))
                .isEqualTo(new Incremental(new Base(ref("new:1"), false), ref("b:2"), List.of()));
    }

    @Test
    void aSnapshotTakenAgainUnderTheSameNameIsAnotherOne() {
        assertThat(ReplicationPlanner.plan(holds("a:2"), holds("a:1")))
                .isEqualTo(new Blocked(Reason.NO_COMMON_SNAPSHOT, null, List.of()));
    }

    @Test
    void aBookmarkServesWhereTheSnapshotIsGoneAndReachesToTheNextOneOnly() {
        DatasetState source = new DatasetState(
                true, later(1, "b", "c"), List.of(new Bookmark("mark", "a", 1, SOME_TIME)), null, 0, false);

        assertThat(ReplicationPlanner.plan(source, holds("a")))
                .isEqualTo(new Incremental(new Base(new SnapshotRef("mark", "a"), true), ref("b"), List.of()));
    }

    @Test
    void aSnapshotThatIsStillThereIsPreferredToItsBookmark() {
        DatasetState source = new DatasetState(
                true, later(0, "a", "b", "c"), List.of(new Bookmark("mark", "a", 1, SOME_TIME)), null, 0, false);

        assertThat(ReplicationPlanner.plan(source, holds("a")))
                .isEqualTo(new Incremental(new Base(ref("a"), false), ref("c"), List.of(ref("b"))));
    }

    @Test
    void whatOtherReplicationsMakeAndTakeAwayDoesNotTravel() {
        String sync = "syncoid_ovh3_2026-05-10:12:00:00";

        assertThat(ReplicationPlanner.plan(holds("vzdump", "a"), DatasetState.MISSING))
                .isEqualTo(new Full(ref("a")));
        assertThat(ReplicationPlanner.plan(holds("a", "b", "c", "vzdump", "d", "e", sync), holds("a")))
                .as("a step ends before one that does not travel")
                .isEqualTo(new Incremental(new Base(ref("a"), false), ref("c"), List.of(ref("b"))));
        assertThat(ReplicationPlanner.plan(holds("a", "b", "c", "vzdump", "d", "e", sync), holds("a", "b", "c")))
                .as("and the next one steps over it")
                .isEqualTo(new Incremental(new Base(ref("c"), false), ref("d"), List.of()));
        assertThat(ReplicationPlanner.plan(holds("a", "__replicate_100-0_1747000000__", sync), holds("a")))
                .isEqualTo(new InSync(ref("a")));
        assertThat(ReplicationPlanner.plan(holds("vzdump"), DatasetState.MISSING))
                .isEqualTo(new Blocked(Reason.NO_SOURCE_SNAPSHOT, null, List.of()));
    }

    @Test
    void aCommonSnapshotOfAnotherReplicationServesAsWellAsAny() {
        assertThat(ReplicationPlanner.plan(holds("a", "vzdump", "b"), holds("a", "vzdump")))
                .isEqualTo(new Incremental(new Base(ref("vzdump"), false), ref("b"), List.of()));
    }

    @Test
    void aNameThatTheTargetHasForAnotherSnapshotIsPassedOverAndAloneBlocks() {
        assertThat(ReplicationPlanner.plan(holds("b:1", "a:3", "c:4"), holds("a:0", "b:1")))
                .isEqualTo(new Incremental(new Base(ref("b:1"), false), ref("c:4"), List.of()));
        assertThat(ReplicationPlanner.plan(holds("b:1", "a:3"), holds("a:0", "b:1")))
                .isEqualTo(new Blocked(Reason.NAME_TAKEN, ref("b:1"), List.of(ref("a:3"))));
    }

    @Test
    void snapshotsOfItsOwnBeyondTheLastCommonOneMakeATargetDivergedAndAreNamed() {
        assertThat(ReplicationPlanner.plan(holds("a", "b", "c"), holds("own1", "a", "own2", "own3")))
                .isEqualTo(new Blocked(Reason.DIVERGED, ref("a"), List.of(ref("own2"), ref("own3"))));
    }

    @Test
    void aTargetThatWasWrittenToIsBlockedEvenWithNothingToSend() {
        DatasetState written = new DatasetState(true, later(0, "a"), List.of(), null, 1, false);

        assertThat(ReplicationPlanner.plan(holds("a"), written))
                .isEqualTo(new Blocked(Reason.TARGET_WRITTEN, ref("a"), List.of()));
    }

    @Test
    void aCutReceiveIsResumedAndNothingItMayNeedGoes() {
        DatasetState cut = new DatasetState(true, later(0, "a"), List.of(), "1-token", 0, false);
        DatasetState cutAtFirst = new DatasetState(true, List.of(), List.of(), "1-token", 0, false);

        ReplicationPlan plan = ReplicationPlanner.plan(holds("a", "b", "vzdump", "c"), cut);

        assertThat(plan).isEqualTo(new Resume("1-token", ref("a"), List.of(ref("b"), ref("vzdump"), ref("c"))));
        assertThat(plan.protections("ovh3:tank/copy"))
                .containsExactly(
                        new Protection("a", Protection.Reason.LAST_COMMON, "ovh3:tank/copy"),
                        new Protection("b", Protection.Reason.IN_TRANSFER, "ovh3:tank/copy"),
                        new Protection("vzdump", Protection.Reason.IN_TRANSFER, "ovh3:tank/copy"),
                        new Protection("c", Protection.Reason.IN_TRANSFER, "ovh3:tank/copy"));
        assertThat(ReplicationPlanner.plan(holds("a"), cutAtFirst))
                .isEqualTo(new Resume("1-token", null, List.of(ref("a"))));
    }

    @Test
    void whatIsBlockedSaysByWhat() {
        DatasetState encrypted = new DatasetState(true, later(0, "a"), List.of(), null, 0, true);

        assertThat(reason(DatasetState.MISSING, holds("a"))).isEqualTo(Reason.SOURCE_MISSING);
        assertThat(reason(holds(), DatasetState.MISSING)).isEqualTo(Reason.NO_SOURCE_SNAPSHOT);
        assertThat(reason(holds(), holds("a"))).isEqualTo(Reason.NO_SOURCE_SNAPSHOT);
        assertThat(reason(holds("a"), holds("b"))).isEqualTo(Reason.NO_COMMON_SNAPSHOT);
        assertThat(reason(holds("a"), holds())).isEqualTo(Reason.TARGET_IN_THE_WAY);
        assertThat(reason(encrypted, holds("a"))).isEqualTo(Reason.ENCRYPTION_MISMATCH);
        assertThat(ReplicationPlanner.plan(holds("a"), encrypted))
                .as("what came in clear below an encrypted parent goes on")
                .isEqualTo(new InSync(ref("a")));
    }

    @Test
    void theLastCommonOneIsProtectedWhileNothingCanBeSent() {
        assertThat(ReplicationPlanner.plan(holds("a", "b"), holds("a", "own")).protections("p"))
                .containsExactly(new Protection("a", Protection.Reason.LAST_COMMON, "p"));
    }

    private static Reason reason(DatasetState source, DatasetState target) {
        return ((Blocked) ReplicationPlanner.plan(source, target)).reason();
    }

    private static DatasetState holds(String... snapshots) {
        return DatasetState.of(later(0, snapshots), List.of());
    }

    /** As {@code zfs list} gives them, newest first here because the order must not matter. */
    private static List<Snapshot> later(long txg, String... snapshots) {
        return Stream.iterate(snapshots.length - 1, i -> i >= 0, i -> i - 1)
                .map(i -> new Snapshot(
                        ref(snapshots[i]).name(),
                        ref(snapshots[i]).guid(),
                        txg + i + 1,
                        SOME_TIME,
                        0,
                        null,
                        null,
                        null))
                .toList();
    }

    private static SnapshotRef ref(String snapshot) {
        int colon = snapshot.startsWith("syncoid") ? -1 : snapshot.indexOf(':');
        return colon < 0
                ? new SnapshotRef(snapshot, snapshot)
                : new SnapshotRef(snapshot.substring(0, colon), snapshot.substring(colon + 1));
    }
}
