package org.openfoodfacts.brigade.agent.exec;

/**
 * The one way an agent starts a process. Two implementations: the real one, and the simulated machine of the suite, held to the same
 * behaviour by shared contract tests.
 */
public interface Exec {
    /**
     * Runs to its end, its timeout or its cancellation, whichever is first; in the latter two the whole process group is gone when this
     * returns. Lines go to the sink as they come; a sink that is slow slows the process down. While two of a tool are left that not even KILL
     * has ended, no more of it is started.
     */
    ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation);

    /**
     * Moves what the one process writes to the other until both have ended. When one fails, on a timeout, a stall or a cancellation, both
     * process groups are gone when this returns; the sender ends first, so that the receiver can keep what came.
     */
    default PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
        throw new UnsupportedOperationException("nothing is piped here");
    }

    default ExecResult run(Invocation invocation) {
        return run(invocation, LineSink.NONE, Cancellation.never());
    }
}
