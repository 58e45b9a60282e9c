package org.openfoodfacts.brigade.agent.exec;

import java.util.concurrent.CompletableFuture;

/** The end of a process as a future. Not {@code onExit()}: it needs a free thread of the common pool, which anybody may block. */
final class ProcessEnd {
    private ProcessEnd() {}

    static CompletableFuture<Void> of(Process process) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("process-wait").start(() -> {
            try {
                process.waitFor();
                end.complete(null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return end;
    }
}
