package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;

@Timeout(180)
class LanesTest {
    private final Lanes lanes = new Lanes(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void aPullThatTakesHoursKeepsNobodyElseWaiting() throws Exception {
        Thread pull = Thread.ofVirtual().start(lanes.enter(laneOfAPull(), this::awaitGate));
        await().until(() -> pull.getState() == Thread.State.WAITING);

        Thread snapshot = Thread.ofVirtual().start(lanes.enter(laneOfASnapshot(), () -> {}));

        snapshot.join();
        assertThat(pull.isAlive()).isTrue();
        gate.countDown();
        pull.join();
    }

    @Test
    void pullsThatShareATargetGoOneAfterTheOther() throws Exception {
        Lanes wide = new Lanes(4);
        CountDownLatch second = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(wide.enter(pullInto("tank/a", "tank/b"), this::awaitGate));
        Thread next = Thread.ofVirtual().start(wide.enter(pullInto("tank/c", "tank/b"), second::countDown));
        await().until(() -> first.getState() == Thread.State.WAITING && next.getState() == Thread.State.WAITING);

        assertThat(second.getCount()).isEqualTo(1);
        gate.countDown();
        second.await();
    }

    @Test
    void aRollbackWaitsForThePullThatHasItsDatasetAmongOthers() throws Exception {
        Lanes wide = new Lanes(4);
        CountDownLatch rolledBack = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(wide.enter(pullInto("tank/a", "tank/b"), this::awaitGate));
        Thread next = Thread.ofVirtual().start(wide.enter(lanesOfARollback(), rolledBack::countDown));
        await().until(() -> first.getState() == Thread.State.WAITING && next.getState() == Thread.State.WAITING);

        assertThat(rolledBack.getCount()).isEqualTo(1);
        gate.countDown();
        rolledBack.await();
    }

    /** It destroys what a snapshot of the pool may have made. */
    @Test
    void aRollbackAndASnapshotOfItsPoolGoOneAfterTheOther() throws Exception {
        Lanes wide = new Lanes(4);
        CountDownLatch rolledBack = new CountDownLatch(1);
        Thread snapshot = Thread.ofVirtual().start(wide.enter(laneOfASnapshot(), this::awaitGate));
        Thread rollback = Thread.ofVirtual().start(wide.enter(lanesOfARollback(), rolledBack::countDown));
        await().until(() -> snapshot.getState() == Thread.State.WAITING && rollback.getState() == Thread.State.WAITING);

        assertThat(rolledBack.getCount()).isEqualTo(1);
        gate.countDown();
        rolledBack.await();
    }

    @Test
    void aRollbackThatWaitsForAPullKeepsNobodyElseWaiting() throws Exception {
        Lanes wide = new Lanes(4);
        Thread pull = Thread.ofVirtual().start(wide.enter(laneOfAPull(), this::awaitGate));
        Thread rollback = Thread.ofVirtual().start(wide.enter(lanesOfARollback(), () -> {}));
        await().until(() -> pull.getState() == Thread.State.WAITING && rollback.getState() == Thread.State.WAITING);

        Thread.ofVirtual().start(wide.enter(laneOfASnapshot(), () -> {})).join();

        assertThat(rollback.isAlive()).isTrue();
        gate.countDown();
        rollback.join();
    }

    private static List<String> laneOfASnapshot() {
        return Lanes.lanesOf(new TakeSnapshot("tank/a", "x", false, "r", null));
    }

    private static List<String> lanesOfARollback() {
        return Lanes.lanesOf(new RollBackDataset("tank/b", new SnapshotRef("1", "1"), List.of(), 0));
    }

    private static List<String> laneOfAPull() {
        return pullInto("tank/b");
    }

    private static List<String> pullInto(String... targets) {
        PullDatasets.Expected expected = new PullDatasets.Expected(null, "1", null);
        return Lanes.lanesOf(new PullDatasets(
                null,
                Stream.of(targets)
                        .map(target -> new PullDatasets.Pull("other/a", target, expected, false, 0, null))
                        .toList()));
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
