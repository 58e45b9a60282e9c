package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome.Outcome;

class ImportTurnsTest {
    private final ImportTurns turns = new ImportTurns();
    private final List<CompletableFuture<ImportOutcome>> begun = new ArrayList<>();

    @Test
    void whoAsksWhileOneRunsSharesTheNext() {
        CompletableFuture<ImportOutcome> first = ask();
        CompletableFuture<ImportOutcome> second = ask();
        CompletableFuture<ImportOutcome> third = ask();
        assertThat(begun).hasSize(1);

        begun.getFirst().complete(outcome("c1"));
        assertThat(first)
                .isCompletedWithValueMatching(outcome -> outcome.commit().equals("c1"));
        assertThat(begun).hasSize(2);
        assertThat(second).isNotDone();
        CompletableFuture<ImportOutcome> fourth = ask();

        begun.get(1).complete(outcome("c2"));
        assertThat(List.of(second, third))
                .allSatisfy(asked -> assertThat(asked)
                        .isCompletedWithValueMatching(
                                outcome -> outcome.commit().equals("c2")));
        assertThat(fourth).isNotDone();
        assertThat(begun).hasSize(3);
    }

    @Test
    void oneThatFailsOrThrowsIsFollowedByTheNext() {
        CompletableFuture<ImportOutcome> first = ask();
        CompletableFuture<ImportOutcome> second = turns.take(() -> {
                    throw new IllegalStateException("broken");
                })
                .subscribeAsCompletionStage();
        begun.getFirst().completeExceptionally(new IllegalStateException("away"));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(ask()).isNotDone();
        assertThat(begun).hasSize(2);
    }

    @Test
    void aCallerThatGoesAwayEndsNobodyElsesImport() {
        CompletableFuture<ImportOutcome> first = ask();
        CompletableFuture<ImportOutcome> second = ask();
        CompletableFuture<ImportOutcome> third = ask();
        first.cancel(true);
        second.cancel(true);

        begun.getFirst().complete(outcome("c1"));
        begun.get(1).complete(outcome("c2"));
        assertThat(third)
                .isCompletedWithValueMatching(outcome -> outcome.commit().equals("c2"));
    }

    private CompletableFuture<ImportOutcome> ask() {
        return turns.take(() -> {
                    CompletableFuture<ImportOutcome> work = new CompletableFuture<>();
                    begun.add(work);
                    return Uni.createFrom().completionStage(work);
                })
                .subscribeAsCompletionStage();
    }

    private static ImportOutcome outcome(String commit) {
        return new ImportOutcome(
                UUID.randomUUID(), Outcome.TAKEN_OVER, "r", commit, null, List.of(), "somebody", Instant.EPOCH);
    }
}
