package org.openfoodfacts.brigade.agent.tools.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;

class TakeSnapshotHandlerTest {
    private static final ExecResult WELL = new ExecResult.Exited(0, "", "", true);

    @Test
    void ofATreeWhatWasTakenIsTold() {
        assertThat(take(WELL))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((SnapshotsTaken) done.result()).snapshots())
                                .extracting(TakenSnapshot::dataset)
                                .containsExactly("tank/a", "tank/a/b"));
    }

    @ParameterizedTest
    @MethodSource("endsOfAListThatIsNotWhole")
    void aListThatWasCutIsNotTakenForAll(ExecResult end) {
        assertThat(take(end))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail())
                                .startsWith(
                                        "the snapshot tank/a@now is taken, but what became of it could not be listed: "));
    }

    static List<ExecResult> endsOfAListThatIsNotWhole() {
        return List.of(
                new ExecResult.TimedOut("", ""),
                new ExecResult.Exited(1, "", "cannot open 'tank/a/c': I/O error\n", true),
                new ExecResult.Exited(0, "", "cannot iterate filesystems: I/O error\n", true));
    }

    private static Outcome take(ExecResult listed) {
        Machine machine = new Machine(
                (invocation, lines, _) -> {
                    if (!invocation.argv().get(1).equals("list")) {
                        return WELL;
                    }
                    lines.line(false, "tank/a@before\t1\t10\t1700000000");
                    lines.line(false, "tank/a@now\t2\t20\t1700000100");
                    lines.line(false, "tank/a/b@now\t3\t20\t1700000100");
                    return listed;
                },
                Path.of("/nowhere"));
        return new TakeSnapshotHandler()
                .handle(
                        new TakeSnapshot("tank/a", "now", true, "why", null),
                        new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), null));
    }
}
