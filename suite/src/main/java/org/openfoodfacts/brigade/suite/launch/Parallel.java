package org.openfoodfacts.brigade.suite.launch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does several things at once and waits for all; the first failure is thrown as it was. */
public final class Parallel {
    private Parallel() {}

    public static void run(List<Runnable> tasks) {
        List<CompletableFuture<Void>> all = tasks.stream()
                .map(task -> CompletableFuture.runAsync(
                        task, work -> Thread.ofVirtual().start(work)))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
