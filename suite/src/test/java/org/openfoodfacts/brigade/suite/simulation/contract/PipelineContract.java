package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.TransferSink;

/** What a transfer relies on of {@link Exec#pipe}, whoever carries it out. */
interface PipelineContract {
    Duration PATIENCE = Duration.ofSeconds(30);

    Exec exec();

    /** A sender of more than a MiB and a receiver that takes it all, once. */
    Invocation sends();

    Invocation takes();

    /** Neither of these two works, and each says why. */
    Invocation failsToSend();

    Invocation failsToTake();

    @Test
    default void bothEndsAndTheBytesBetweenThemAreReported() {
        List<Long> told = new ArrayList<>();

        PipelineResult result = exec().pipe(pipeline(sends(), takes()), told::add, Cancellation.never());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.from()).isEqualTo(new ExecResult.Exited(0, "", "", false));
        assertThat(result.bytes()).isGreaterThan(1 << 20);
        assertThat(told).isSorted().endsWith(result.bytes());
    }

    @Test
    default void aSenderThatFailsIsReportedWithItsWords() {
        PipelineResult result = pipe(failsToSend(), takes());

        assertThat(result.succeeded()).isFalse();
        assertThat(result.bytes()).isZero();
        assertThat(((ExecResult.Exited) result.from()).code()).isNotZero();
        assertThat(((ExecResult.Exited) result.from()).errors()).isNotEmpty();
        assertThat(result.to()).as("it read an empty input to its end").isInstanceOf(ExecResult.Exited.class);
    }

    @Test
    default void aReceiverThatFailsIsReportedWithItsWordsAndTheSenderHasEnded() {
        PipelineResult result = pipe(sends(), failsToTake());

        assertThat(result.succeeded()).isFalse();
        assertThat(((ExecResult.Exited) result.to()).code()).isNotZero();
        assertThat(((ExecResult.Exited) result.to()).errors()).isNotEmpty();
        assertThat(result.from()).isInstanceOf(ExecResult.Exited.class);
    }

    @Test
    default void neitherIsStartedWhereOneIsMissing() {
        ExecResult none = new ExecResult.Cancelled("", "");
        ExecResult missing = new ExecResult.Missing("no-such-tool");
        Invocation noSuchTool = Invocation.of("no-such-tool");

        assertThat(pipe(noSuchTool, takes())).isEqualTo(new PipelineResult(missing, none, 0, false));
        assertThat(pipe(sends(), noSuchTool)).isEqualTo(new PipelineResult(none, missing, 0, false));
        assertThat(pipe(sends(), takes()).succeeded()).isTrue();
    }

    @Test
    default void whatWasCancelledBeforeIsNotStarted() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        ExecResult none = new ExecResult.Cancelled("", "");

        assertThat(exec().pipe(pipeline(sends(), takes()), TransferSink.NONE, cancellation))
                .isEqualTo(new PipelineResult(none, none, 0, false));
        assertThat(pipe(sends(), takes()).succeeded()).isTrue();
    }

    private PipelineResult pipe(Invocation from, Invocation to) {
        return exec().pipe(pipeline(from, to), TransferSink.NONE, Cancellation.never());
    }

    private static Pipeline pipeline(Invocation from, Invocation to) {
        return new Pipeline(from, to, 0, PATIENCE, PATIENCE);
    }
}
