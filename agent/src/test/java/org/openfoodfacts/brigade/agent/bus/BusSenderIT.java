package org.openfoodfacts.brigade.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.agent.identity.KafkaLogin;
import org.openfoodfacts.brigade.agent.testing.AgentBus;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** What an agent has to say arrives though its memory ended while it was handed to Kafka, or while Kafka said that it has it. */
@Timeout(600)
@ExtendWith(RequiresDocker.class)
class BusSenderIT {
    private static final AtomicBoolean OUT_OF_MEMORY = new AtomicBoolean();
    private static AgentBus bus;

    private final Outgoing outgoing = new Outgoing();
    private final List<String> confirmed = new CopyOnWriteArrayList<>();

    /** The one part of a producer that is asked while a record is handed over and can be given to it. */
    public static final class WithoutMemoryOnce implements Partitioner {
        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            if (OUT_OF_MEMORY.compareAndSet(true, false)) {
                throw new OutOfMemoryError("for this test");
            }
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @BeforeAll
    static void startKafka() {
        bus = new AgentBus();
        for (String node : List.of("handing", "noting", "large")) {
            bus.createTopics(Topic.orders(node), Topic.commands(node), node);
        }
    }

    @AfterAll
    static void stopKafka() {
        bus.close();
    }

    @Test
    void whatWasBeingHandedOverWhenTheMemoryEndedIsSent() {
        OUT_OF_MEMORY.set(true);
        report("handing", "one", () -> confirmed.add("one"));
        report("handing", "two", () -> confirmed.add("two"));

        try (BusConnection _ = connect("handing")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> outgoing.unconfirmed() == 0);
        }

        assertThat(OUT_OF_MEMORY).isFalse();
        assertThat(confirmed).containsExactly("one", "two");
        assertThat(arrived("handing")).containsExactly("one", "two");
    }

    @Test
    void whatComesAfterOneWhoseConfirmationCouldNotBeNotedIsSent() {
        report("noting", "one", () -> {
            throw new OutOfMemoryError("for this test");
        });
        try (BusConnection _ = connect("noting")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> outgoing.unconfirmed() == 0);
            report("noting", "two", () -> confirmed.add("two"));
            await().atMost(Duration.ofMinutes(2)).until(() -> confirmed.contains("two"));
        }

        assertThat(arrived("noting")).containsExactly("one", "two");
    }

    /** As the list of 10,000 snapshots of one dataset does; the broker takes 1 MiB, of what arrives. */
    @Test
    void whatFitsOnceItIsCompressedArrives() {
        String text = "{\"name\":\"autosnap_2026-11-24_12:00:00_hourly\",\"guid\":\"1234567890\"},".repeat(25_000);
        assertThat(text.length()).isBetween(KafkaSettings.LARGEST_BODY - (512 << 10), KafkaSettings.LARGEST_BODY);
        report("large", text, () -> confirmed.add("large"));

        try (BusConnection _ = connect("large")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> outgoing.unconfirmed() == 0);
        }

        assertThat(arrived("large")).containsExactly(text);
    }

    /** At least once: what was under way when the connection broke may be there again. */
    private static Stream<String> arrived(String topic) {
        return bus.all(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .distinct();
    }

    private void report(String topic, String text, Runnable whenConfirmed) {
        outgoing.report(new WireRecord(topic, "any", Map.of(), text.getBytes(StandardCharsets.UTF_8)), whenConfirmed);
    }

    private BusConnection connect(String node) {
        KafkaLogin login = new KafkaLogin(bus.bootstrapServers(), "PLAINTEXT", "", node, "");
        KafkaSettings settings =
                KafkaSettings.of(node, login, Map.of("partitioner.class", WithoutMemoryOnce.class.getName()));
        return BusConnection.open(settings, outgoing, new Inbound(_ -> {}, _ -> () -> {}));
    }
}
