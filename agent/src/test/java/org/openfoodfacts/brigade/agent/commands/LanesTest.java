package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.commands.PullDataset;
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
                .start(lanes.enter(Lanes.laneOf(new TakeSnapshot("tank/a", "x", false, "r", null)), () -> {}));

        snapshot.join();
        assertThat(pull.isAlive()).isTrue();
        gate.countDown();
        pull.join();
    }

    @Test
    void pullsIntoOneTargetGoOneAfterTheOther() throws Exception {
        Lanes wide = new Lanes(4);
        CountDownLatch second = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(wide.enter(laneOfAPull(), this::awaitGate));
        Thread next = Thread.ofVirtual().start(wide.enter(laneOfAPull(), second::countDown));
        await().until(() -> first.getState() == Thread.State.WAITING && next.getState() == Thread.State.WAITING);

        assertThat(second.getCount()).isEqualTo(1);
        gate.countDown();
        second.await();
    }

    private static String laneOfAPull() {
        PullDataset.Expected expected = new PullDataset.Expected(null, "1", null);
        return Lanes.laneOf(new PullDataset(null, "tank/a", "tank/b", expected, false, 0, null));
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
