package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;

class PairHoldsTest {
    private static final int MANY = 300_000;

    /** As of a source whose policy holds all that it keeps. With a list for the held ones it takes more than twice this time. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manySnapshotsThatAreHeldAreGoneThroughOnce() {
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "autosnap_" + i).toList();
        List<Snapshot> snapshots = IntStream.range(0, MANY)
                .mapToObj(i -> new Snapshot(names.get(i), String.valueOf(i), i, Instant.EPOCH, 0, null, null, null))
                .toList();
        DatasetState state = new DatasetState(true, snapshots, List.of(), null, 0, false);
        Pull pull = new Pull("tank/a", "tank/b", new Expected(null, "1", null), false, 0, "brigade:3f9c21ab");

        PairHolds holds = new PairHolds(pull, null, new PairEnd.Dataset(state, names.subList(1, MANY), false));

        assertThat(holds.bySomebody()).hasSize(MANY - 1).startsWith("tank/a@autosnap_1");
    }
}
