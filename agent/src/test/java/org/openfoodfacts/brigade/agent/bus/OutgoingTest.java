package org.openfoodfacts.brigade.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

class OutgoingTest {
    private final Outgoing outgoing = new Outgoing();

    @Test
    void onlyTheNewestOfAStateWaits() throws InterruptedException {
        for (int i = 0; i < 100_000; i++) {
            outgoing.state("n/storage", record("storage " + i));
        }

        assertThat(outgoing.unconfirmed()).isEqualTo(1);
        assertThat(takeAll()).containsExactly("storage 99999");
    }

    @Test
    void everyReportWaitsInItsOrder() throws InterruptedException {
        outgoing.report(record("1"), () -> {});
        outgoing.state("n/a", record("a"));
        outgoing.report(record("2"), () -> {});

        assertThat(takeAll()).containsExactly("1", "a", "2");
    }

    @Test
    void whatWasNotSentTakesItsOldPlaceAgain() throws InterruptedException {
        outgoing.report(record("1"), () -> {});
        outgoing.report(record("2"), () -> {});
        Outbound first = outgoing.next(Duration.ZERO).orElseThrow();

        outgoing.returned(first);

        assertThat(takeAll()).containsExactly("1", "2");
        assertThat(outgoing.unconfirmed()).isZero();
    }

    @Test
    void aStateThatWasNotSentGivesWayToANewerOne() throws InterruptedException {
        outgoing.state("n/a", record("old"));
        Outbound old = outgoing.next(Duration.ZERO).orElseThrow();
        outgoing.state("n/a", record("new"));

        outgoing.returned(old);

        assertThat(takeAll()).containsExactly("new");
        assertThat(outgoing.unconfirmed()).isZero();
    }

    @Test
    void outputWaitsForRoomAndIsRefusedWhenThereIsNone() throws Exception {
        String piece = "x".repeat(64 * 1024);
        for (int i = 0; i < 8; i++) {
            assertThat(outgoing.output(record(piece), Duration.ZERO)).isTrue();
        }
        assertThat(outgoing.output(record(piece), Duration.ofMillis(20))).isFalse();

        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> outgoing.output(record(piece), Duration.ofSeconds(20)));
        outgoing.settled(outgoing.next(Duration.ZERO).orElseThrow());

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void manyWaitingReportsAreACongestionUntilTheyAreConfirmed() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            outgoing.report(record("r"), () -> {});
        }
        assertThat(outgoing.isCongested()).isTrue();

        assertThat(takeAll()).hasSize(1000);

        assertThat(outgoing.isCongested()).isFalse();
        assertThat(outgoing.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void aPauseGrowsToItsBoundAndNoTwoAgentsWaitAlike() {
        Backoff backoff = new Backoff(RandomGenerator.of("L64X128MixRandom"));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(backoff.next());
        }

        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
        assertThat(pauses.subList(10, 20))
                .allSatisfy(p -> assertThat(p).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30)))
                .doesNotHaveDuplicates();
        backoff.succeeded();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(250));
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (Optional<Outbound> next = outgoing.next(Duration.ZERO);
                next.isPresent();
                next = outgoing.next(Duration.ZERO)) {
            taken.add(new String(next.get().record().value(), StandardCharsets.UTF_8));
            outgoing.settled(next.get());
        }
        return taken;
    }

    private static WireRecord record(String text) {
        return new WireRecord("topic", "n", Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }
}
