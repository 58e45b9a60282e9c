package org.openfoodfacts.brigade.platform.commands;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes those who wait for the end of a command, when it is this instance that took it in. */
@ApplicationScoped
class CommandEnds {
    private final ConcurrentHashMap<UUID, Set<Waiting>> waiting = new ConcurrentHashMap<>();

    /** One who waits; {@code woken} completes when the report of the end is taken in. */
    static final class Waiting {
        private final CompletableFuture<Void> woken = new CompletableFuture<>();

        CompletableFuture<Void> woken() {
            return woken;
        }
    }

    /** To be left again when nobody waits any more. */
    Waiting enter(UUID command) {
        Waiting mine = new Waiting();
        var _ = waiting.compute(command, (_, others) -> {
            Set<Waiting> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(mine);
            return all;
        });
        return mine;
    }

    void leave(UUID command, Waiting mine) {
        var _ = waiting.computeIfPresent(command, (_, all) -> {
            all.remove(mine);
            return all.isEmpty() ? null : all;
        });
    }

    void wake(UUID command) {
        waiting.getOrDefault(command, Set.of()).forEach(one -> one.woken.complete(null));
    }

    int waiting() {
        return waiting.size();
    }
}
