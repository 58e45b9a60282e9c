package org.openfoodfacts.brigade.agent.exec;

import java.util.concurrent.CompletableFuture;

/** Asks a running process to end. Cancelling twice, or after the end, does nothing. */
public final class Cancellation {
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    public static Cancellation never() {
        return new Cancellation();
    }

    public void cancel() {
        cancelled.complete(null);
    }

    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /** Runs the action when it is cancelled; at once if it already is. */
    public void onCancel(Runnable action) {
        var _ = cancelled.thenRun(action);
    }
}
