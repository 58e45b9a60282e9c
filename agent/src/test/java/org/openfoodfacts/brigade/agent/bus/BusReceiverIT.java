package org.openfoodfacts.brigade.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** An agent must not live on deaf, whatever a record does to it. */
@Timeout(600)
@ExtendWith(RequiresDocker.class)
class BusReceiverIT {
    private static AgentBus bus;

    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final AtomicBoolean outOfMemory = new AtomicBoolean();

    @BeforeAll
    static void startKafka() {
        bus = new AgentBus();
        for (String node : List.of("south", "west", "east")) {
            bus.createTopics(Topic.orders(node), Topic.commands(node));
        }
    }

    @AfterAll
    static void stopKafka() {
        bus.close();
    }

    @Test
    void aRecordThatBreaksTheAgentsCodeIsLeftOutAndTheOthersAreTakenOnceAndBegun() throws Exception {
        for (String text : List.of("first", "broken", "second")) {
            send(Topic.commands("south"), text);
            send(Topic.orders("south"), text);
        }

        try (BusConnection _ = connect("south", new Inbound(this::order, this::command))) {
            await().atMost(Duration.ofMinutes(2)).until(() -> begun.contains("second") && orders.contains("second"));
            send(Topic.commands("south"), "third");
            await().atMost(Duration.ofMinutes(2)).until(() -> begun.contains("third"));
        }

        assertThat(orders).containsExactly("first", "second");
        assertThat(taken).containsExactly("first", "second", "third");
        assertThat(begun).containsExactly("first", "second", "third");
    }

    /** What was taken is in the journal, and comes back from Kafka as seen before: if it is not begun now it never is. */
    @Test
    void whatWasTakenBeforeTheMemoryEndedIsBegunAndTheRestIsReadAgain() throws Exception {
        for (String text : List.of("one", "two", "three")) {
            send(Topic.commands("west"), text);
        }

        try (BusConnection _ = connect("west", new Inbound(_ -> {}, this::onceWithoutMemory))) {
            await().atMost(Duration.ofMinutes(2)).until(() -> begun.contains("three"));
        }

        assertThat(begun).containsExactly("one", "two", "three");
    }

    @Test
    void whatCannotBeBegunForWantOfTasksIsBegunLaterInItsTurn() throws Exception {
        for (String text : List.of("four", "two", "five")) {
            send(Topic.commands("east"), text);
        }

        try (BusConnection _ = connect("east", new Inbound(_ -> {}, this::begunAtTheSecondTry))) {
            await().atMost(Duration.ofMinutes(2)).until(() -> begun.contains("five"));
        }

        assertThat(taken).containsExactly("four", "two", "five");
        assertThat(begun).containsExactly("four", "two", "five");
    }

    private Runnable begunAtTheSecondTry(WireRecord record) {
        String text = text(record);
        taken.add(text);
        return () -> {
            if (text.equals("two") && !outOfMemory.getAndSet(true)) {
                throw new OutOfMemoryError("unable to create native thread, for this test");
            }
            begun.add(text);
        };
    }

    /** As the journal does: what it has is not begun a second time. */
    private Runnable onceWithoutMemory(WireRecord record) {
        String text = text(record);
        if (text.equals("two") && !outOfMemory.getAndSet(true)) {
            throw new OutOfMemoryError("for this test");
        }
        boolean seen = taken.contains(text);
        taken.add(text);
        return seen ? () -> {} : () -> begun.add(text);
    }

    private static BusConnection connect(String node, Inbound inbound) {
        KafkaLogin login = new KafkaLogin(bus.bootstrapServers(), "PLAINTEXT", "", node, "");
        return BusConnection.open(KafkaSettings.of(node, login, Map.of()), new Outgoing(), inbound);
    }

    private void order(WireRecord record) {
        orders.add(sound(record));
    }

    private Runnable command(WireRecord record) {
        String text = sound(record);
        taken.add(text);
        return () -> begun.add(text);
    }

    private static String sound(WireRecord record) {
        String text = text(record);
        if (text.equals("broken")) {
            throw new IllegalStateException("broken");
        }
        return text;
    }

    private static String text(WireRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static void send(String topic, String text) throws Exception {
        bus.send(new WireRecord(topic, "any", Map.of(), text.getBytes(StandardCharsets.UTF_8)));
    }
}
