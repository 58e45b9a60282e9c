package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Exited;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;

class PullFailureTest {
    private static final PairEnd FAR =
            new PairEnd(new ProcessExec(), new SshRoute("root", "source.example.org", 0, null), List.of());
    private static final String FULL = "cannot receive new filesystem stream: destination tank/a space quota exceeded.";
    private static final String CUT =
            "cannot receive new filesystem stream: checksum mismatch or incomplete stream.\nPartially received.";

    @ParameterizedTest
    @MethodSource("endsOfASenderWithoutAReceiver")
    void aReceiverThatEndedFirstIsNamedAloneHoweverItsSenderCameToAnEnd(ExecResult sender) {
        Outcome.Failed failed = of(sender, failed(1, FULL));

        assertThat(failed.detail()).isEqualTo("zfs receive: " + FULL);
        assertThat(failed.reason()).isEqualTo(Reason.NO_SPACE);
        assertThat(failed.exitCode()).isEqualTo(1);
    }

    static List<ExecResult> endsOfASenderWithoutAReceiver() {
        return List.of(
                failed(0, ""),
                failed(255, ""),
                failed(1, "warning: cannot send 'tank/a@1': Broken pipe"),
                new ExecResult.Cancelled("", ""));
    }

    @Test
    void aSenderThatFailedIsNamedBeforeTheReceiverThatGotNoWholeStream() {
        assertThat(of(failed(255, ""), failed(1, CUT)).detail())
                .isEqualTo("ssh: ended with exit code 255; zfs receive: "
                        + CUT.lines().findFirst().orElseThrow());
        assertThat(of(failed(255, "Connection closed by remote host"), failed(1, FULL))
                        .detail())
                .isEqualTo("ssh: Connection closed by remote host; zfs receive: " + FULL);
    }

    @Test
    void aReceiverWithoutWordsLeavesTheSendersOwn() {
        assertThat(of(failed(255, ""), failed(1, "")).detail())
                .isEqualTo("ssh: ended with exit code 255; zfs receive: ended with exit code 1");
    }

    private static Outcome.Failed of(ExecResult sender, ExecResult receiver) {
        return (Outcome.Failed) PullFailure.of(FAR, new PipelineResult(sender, receiver, 0, false), false);
    }

    private static ExecResult failed(int code, String errors) {
        return new Exited(code, "", errors, false);
    }
}
