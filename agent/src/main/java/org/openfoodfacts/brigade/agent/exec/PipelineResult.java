package org.openfoodfacts.brigade.agent.exec;

/**
 * How both ends of a pipeline ended and how many bytes the receiver was given. {@code stalled} when it was ended because the sender was silent
 * for too long; the sender is then {@link ExecResult.TimedOut}.
 */
public record PipelineResult(ExecResult from, ExecResult to, long bytes, boolean stalled) {
    public boolean succeeded() {
        return from.success().isPresent() && to.success().isPresent();
    }

    /** Nothing was started, because the one end could not be. */
    static PipelineResult notStarted(ExecResult from, ExecResult to) {
        return new PipelineResult(from, to, 0, false);
    }
}
