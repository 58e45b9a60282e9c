package org.openfoodfacts.brigade.suite.bus;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what Kafka's clients promise, within two minutes (a broker that starts beside much else takes one), and fails with its own reason. */
public final class KafkaCalls {
    private static final long PATIENCE_SECONDS = 120;

    private KafkaCalls() {}

    public static <T> T await(Future<T> call) {
        try {
            return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was asked", e);
        } catch (ExecutionException e) {
            throw new KafkaFailed(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaFailed(e);
        }
    }

    /** Kafka's answer was no, or did not come; the cause says which. */
    public static final class KafkaFailed extends RuntimeException {
        KafkaFailed(Throwable cause) {
            super("Kafka: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        }
    }
}
