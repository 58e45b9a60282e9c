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

@Timeout(30)
class LanesTest {
    private final Lanes lanes = new Lanes(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void aPullThatTakesHoursKeepsNobodyElseWaiting() throws Exception {
        Thread pull = Thread.ofVirtual().start(lanes.enter(laneOfAPull(), this::awaitGate));
        await().until(() -> pull.getState() == Thread.State.WAITING);

        Thread snapshot = Thread.ofVirtual()
                .start(lanes.enter(Lanes.lanesOf(new TakeSnapshot("tank/a", "x", false, "r", null)), () -> {}));

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
        List<String> lanes = Lanes.lanesOf(new RollBackDataset("tank/b", new SnapshotRef("1", "1"), List.of(), 0));
        Thread next = Thread.ofVirtual().start(wide.enter(lanes, rolledBack::countDown));
        await().until(() -> first.getState() == Thread.State.WAITING && next.getState() == Thread.State.WAITING);

        assertThat(rolledBack.getCount()).isEqualTo(1);
        gate.countDown();
        rolledBack.await();
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
