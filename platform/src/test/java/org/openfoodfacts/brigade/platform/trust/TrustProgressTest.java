package org.openfoodfacts.brigade.platform.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TrustProgressTest {
    private static final TopicPartition FIRST = new TopicPartition("brigade.trust", 0);
    private static final TopicPartition SECOND = new TopicPartition("brigade.trust", 1);

    private final TrustProgress progress = new TrustProgress();

    @Test
    void whoeverWaitsWaitsForAllPartitions() {
        CompletableFuture<Void> reached = progress.until(Map.of(FIRST, 5L, SECOND, 0L));

        progress.readTo(FIRST, 5);
        progress.completeReached();
        assertThat(reached).isNotDone();

        progress.readTo(SECOND, 0);
        progress.completeReached();
        assertThat(reached).isCompleted();
        assertThat(progress.isAwaited()).isFalse();
    }

    @Test
    void nobodyWaitsForWhatHasBeenRead() {
        progress.readTo(FIRST, 5);

        assertThat(progress.until(Map.of(FIRST, 5L))).isCompleted();
        assertThat(progress.until(Map.of(FIRST, 6L))).isNotDone();
    }

    @Test
    void aSecondConsumerGoesOnWhereTheFirstStood() {
        progress.readTo(FIRST, 7);

        assertThat(progress.next(FIRST)).hasValue(7);
        assertThat(progress.next(SECOND)).isEmpty();
    }
}
