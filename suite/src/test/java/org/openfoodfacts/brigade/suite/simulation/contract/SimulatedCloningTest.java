package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.clones.CloneSnapshotsHandler;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;

/** What a clone is to get is known before one is made. */
class SimulatedCloningTest extends OnSimulatedPool {
    SimulatedCloningTest() {
        super("tank/clones");
    }

    @Test
    void whereZfsDoesNotTellWhatWasSetByHandNothingIsMade() {
        target().output("zfs", "create", "tank/clones/data");
        target().output("zfs", "snapshot", "tank/clones/data@1");
        target().output("zfs", "clone", "-o", "quota=1G", "tank/clones/data@1", "tank/clones/staging");
        String guid = PullContract.get(target(), "guid", "tank/clones/data@1").strip();
        Exec silent = (invocation, lines, cancellation) -> invocation.argv().contains("get")
                ? new ExecResult.Exited(1, "", "internal error: out of memory\n", false)
                : machine().exec().run(invocation, lines, cancellation);

        Outcome outcome = new CloneSnapshotsHandler()
                .handle(
                        new CloneSnapshots(List.of(new CloneSnapshots.Clone(
                                "tank/clones/data", "1", guid, "tank/clones/staging.next", "tank/clones/staging"))),
                        new Execution(
                                UUID.randomUUID(),
                                new Machine(silent, machine().root()),
                                LineSink.NONE,
                                Cancellation.never(),
                                PullContract.KEY));

        assertThat(PullContract.failed(outcome).detail())
                .startsWith("zfs get all tank/clones/staging")
                .endsWith("out of memory");
        assertThat(target().run("zfs", "list", "tank/clones/staging.next").code())
                .isNotZero();
    }
}
