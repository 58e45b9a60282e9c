package org.openfoodfacts.brigade.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
@Timeout(120)
@ExtendWith(RequiresDocker.class)
class BusReceiverIT {
    private static final String NODE = "south";

    private static AgentBus bus;

    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startKafka() {
        bus = new AgentBus();
        bus.createTopics(Topic.orders(NODE), Topic.commands(NODE));
    }

    @AfterAll
    static void stopKafka() {
        bus.close();
    }

    @Test
    void aRecordThatBreaksTheAgentsCodeIsLeftOutAndTheOthersAreTakenOnceAndBegun() throws Exception {
        for (String text : List.of("first", "broken", "second")) {
            send(Topic.commands(NODE), text);
            send(Topic.orders(NODE), text);
        }
        KafkaSettings settings =
                KafkaSettings.of(NODE, new KafkaLogin(bus.bootstrapServers(), "PLAINTEXT", "", NODE, ""), Map.of());

        try (BusConnection _ = BusConnection.open(settings, new Outgoing(), new Inbound(this::order, this::command))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> begun.contains("second") && orders.contains("second"));
            send(Topic.commands(NODE), "third");
            await().atMost(Duration.ofSeconds(30)).until(() -> begun.contains("third"));
        }

        assertThat(orders).containsExactly("first", "second");
        assertThat(taken).containsExactly("first", "second", "third");
        assertThat(begun).containsExactly("first", "second", "third");
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
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (text.equals("broken")) {
            throw new IllegalStateException("broken");
        }
        return text;
    }

    private static void send(String topic, String text) throws Exception {
        bus.send(new WireRecord(topic, NODE, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
    }
}
