package org.openfoodfacts.brigade.agent.exec;

/**
 * The one way an agent starts a process. Two implementations: the real one, and the simulated machine of the suite, held to the same
 * behaviour by shared contract tests.
 */
public interface Exec {
    /**
     * Runs to its end, its timeout or its cancellation, whichever is first; in the latter two the whole process group is gone when this
     * returns. Lines go to the sink as they come; a sink that is slow slows the process down.
     */
    ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation);

    default ExecResult run(Invocation invocation) {
        return run(invocation, LineSink.NONE, Cancellation.never());
    }
}
