package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.suite.simulation.contract.PullContract.done;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;

/** What becomes of the holds at the source where the operator has not all the rights: to hold, to send and to release are three. */
interface PullHoldsContract extends PullRoundContract {
    /** As an operator who may hold and send, as syncoid needs it, and nothing else. */
    SshRoute withoutRelease();

    /** As one who may send. */
    SshRoute sendingOnly();

    @Test
    default void holdsThatCannotBeReleasedDoNotBecomeMore() {
        String dataset = source("unreleased");
        String before = null;
        List<PulledDataset> pulled = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            String next = snapshot(dataset, String.valueOf(i));
            pulled.add(done(handle(holding(withoutRelease(), dataset, before, next))));
            before = next;
        }

        assertThat(source().output("zfs", "list", "-H", "-o", "name,userrefs", "-t", "snapshot", "-d", "1", dataset))
                .isEqualTo("%1$s@1\t1\n%1$s@2\t1\n%1$s@3\t0\n%1$s@4\t0\n".formatted(dataset));
        assertThat(pulled).extracting(PulledDataset::held).containsExactly(true, true, false, false);
        assertThat(pulled.getFirst().holdProblem()).isNull();
        assertThat(pulled.subList(1, 4))
                .allSatisfy(one -> assertThat(one.holdProblem())
                        .isEqualTo("cannot release: permission denied; at the source: zfs allow -u "
                                + withoutRelease().user() + " hold,release '" + dataset + "'"));
        assertThat(done(handle(holding(withoutRelease(), dataset, before, before)))
                        .holdProblem())
                .as("nothing to be sent")
                .isEqualTo(pulled.getLast().holdProblem());

        PulledDataset mended = done(handle(holding(dataset, before, snapshot(dataset, "5"))));

        assertThat(mended.held()).isTrue();
        assertThat(mended.holdProblem()).isNull();
        assertThat(source().output("zfs", "holds", "-H", dataset + "@1", dataset + "@2", dataset + "@5"))
                .startsWith(dataset + "@5\t" + TAG)
                .hasLineCount(1);
    }

    @Test
    default void whoMayNotHoldPullsAllTheSameAndItIsSaid() {
        String dataset = source("unheld");

        PulledDataset pulled = done(handle(holding(sendingOnly(), dataset, null, snapshot(dataset, "1"))));

        assertThat(pulled.held()).isFalse();
        assertThat(pulled.holdProblem())
                .isEqualTo("cannot hold: permission denied; at the source: zfs allow -u "
                        + sendingOnly().user() + " hold,release '" + dataset + "'");
    }

    default PullDatasets holding(SshRoute route, String dataset, String from, String to) {
        return PullDatasets.of(route, new Pull(dataset, dataset, new Expected(from, to, null), false, 0, TAG));
    }
}
