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

    /** A copy that was there under this name may come back. */
    @Test
    default void aCopyThatBeginsAnewLetsTheYoungestHoldOnlyGoWhenItHasCome() {
        String dataset = source("anew");
        String one = snapshot(dataset, "1");
        done(handle(holding(dataset, null, one)));
        done(handle(holding(dataset, one, snapshot(dataset, "2"))));
        target().output("zfs", "rename", dataset, dataset + "-aside");

        PullContract.failed(cutAfter(2 * MIB, holding(dataset, null, one)));

        assertThat(held(dataset)).isEqualTo("1\n1\n");
        target().output("zfs", "receive", "-A", dataset);
        done(handle(holding(dataset, null, one)));
        assertThat(held(dataset)).isEqualTo("1\n0\n");
    }

    @Test
    default void aPullThatFailsAgainAndAgainLeavesNotMoreAndMoreHolds() {
        String dataset = source("failing");
        String one = snapshot(dataset, "1");
        done(handle(holding(dataset, null, one)));
        for (int i = 2; i <= 5; i++) {
            source().fill(dataset, 4 * MIB);
            PullContract.failed(cutAfter(2 * MIB, holding(dataset, one, snapshot(dataset, String.valueOf(i)))));
            target().output("zfs", "receive", "-A", dataset);
        }

        assertThat(held(dataset)).isEqualTo("1\n0\n0\n0\n1\n");
    }

    /** Whoever brought the copy until now held nothing. */
    @Test
    default void bothEndsOfAStepAreHeldWhileItIsOnItsWay() {
        String dataset = source("adopted");
        String one = snapshot(dataset, "1");
        done(handle(pull(dataset, null, one)));
        source().fill(dataset, 4 * MIB);

        PullContract.failed(cutAfter(2 * MIB, holding(dataset, one, snapshot(dataset, "2"))));

        assertThat(held(dataset)).isEqualTo("1\n1\n");
    }

    private String held(String dataset) {
        return source().output(
                        "zfs", "list", "-H", "-o", "userrefs", "-t", "snapshot", "-s", "createtxg", "-d", "1", dataset);
    }

    default PullDatasets holding(SshRoute route, String dataset, String from, String to) {
        return PullDatasets.of(route, new Pull(dataset, dataset, new Expected(from, to, null), false, 0, TAG));
    }
}
