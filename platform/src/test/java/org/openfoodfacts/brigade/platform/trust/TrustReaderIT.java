package org.openfoodfacts.brigade.platform.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.ServiceIdentity;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** Every node is enrolled before its reader starts, or while it runs; the topic has those of other tests, too. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class TrustReaderIT {
    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    ServiceIdentity identity;

    private final TestBus bus = new TestBus();
    private final List<String> learnt = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void anIdentityThatCannotBeLearntKeepsNoOtherFromBeingLearnt() throws InterruptedException {
        bus.enrol("unlearnable");
        whileReading(new IllegalStateException("this one cannot be learnt"), "unlearnable", () -> {
            bus.enrol("learnt-next");
            awaitLearnt("learnt-next");
            assertThat(learnt).doesNotContain("unlearnable");
        });
    }

    @Test
    void afterAnErrorTheReaderGoesOnWithTheRecordItFailedAtAndReadsNoneBeforeItAgain() throws InterruptedException {
        bus.enrol("before-error");
        whileReading(new NoClassDefFoundError("a jar has been replaced"), "at-error", () -> {
            awaitLearnt("before-error");
            bus.enrol("at-error");
            awaitLearnt("at-error");
            bus.enrol("after-error");
            awaitLearnt("after-error");
            assertThat(learnt).containsOnlyOnce("before-error", "at-error", "after-error");
        });
    }

    private void whileReading(Throwable failure, String failsOnceFor, Runnable test) throws InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        TrustReader reader = new TrustReader(
                kafka,
                identity.serviceKeys(),
                node -> {
                    if (node.node().equals(failsOnceFor) && failed.compareAndSet(false, true)) {
                        throwUnchecked(failure);
                    }
                    learnt.add(node.node());
                },
                _ -> {},
                new TrustProgress());
        Thread thread = Thread.ofVirtual().start(reader);
        try {
            test.run();
            assertThat(failed).isTrue();
        } finally {
            reader.stop();
        }
        assertThat(thread.join(Duration.ofSeconds(60))).as("it has ended").isTrue();
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private void awaitLearnt(String node) {
        await().atMost(Duration.ofMinutes(2)).until(() -> learnt.contains(node));
    }
}
