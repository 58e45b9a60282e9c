package org.openfoodfacts.brigade.inventory;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/**
 * One import at a time in this process. All who ask while one runs share the next: the one that runs may have read the repository before
 * they asked.
 */
final class ImportTurns {
    private CompletableFuture<ImportOutcome> running = CompletableFuture.completedFuture(null);
    private CompletableFuture<ImportOutcome> next; // null: nobody waits

    /** The outcome of an import that begins after this was asked for: by {@code work}, or by that of who waits already. */
    Uni<ImportOutcome> take(Supplier<Uni<ImportOutcome>> work) {
        return Uni.createFrom().deferred(() -> {
            Executor caller = CallerContext.executor();
            CompletableFuture<ImportOutcome> turn = turn(work, caller);
            // Each has a copy: a caller that goes away cancels what it waits for.
            return Uni.createFrom().completionStage(turn::copy).emitOn(caller);
        });
    }

    private synchronized CompletableFuture<ImportOutcome> turn(Supplier<Uni<ImportOutcome>> work, Executor caller) {
        if (next != null) {
            return next;
        }
        CompletableFuture<ImportOutcome> mine = new CompletableFuture<>();
        next = mine;
        var _ = running.whenComplete((_, _) -> caller.execute(() -> begin(mine, work)));
        return mine;
    }

    private void begin(CompletableFuture<ImportOutcome> mine, Supplier<Uni<ImportOutcome>> work) {
        synchronized (this) {
            running = mine;
            next = null;
        }
        var _ = Uni.createFrom().deferred(work::get).subscribe().with(mine::complete, mine::completeExceptionally);
    }
}
