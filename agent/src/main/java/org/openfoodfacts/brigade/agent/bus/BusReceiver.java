package org.openfoodfacts.brigade.agent.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Reads the node's own two topics. Orders are read from the beginning after each connect, because they are state; commands from where the
 * node left off. A command is in the journal first, then Kafka is told, then it runs; nothing here waits for a running command.
 */
final class BusReceiver implements Runnable {
    private static final Logger LOG = Logger.getLogger(BusReceiver.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);
    /** Kafka forgets the offsets of a group that commits nothing for a week. */
    private static final Duration COMMIT_AGAIN = Duration.ofHours(6);

    private final KafkaSettings settings;
    private final Inbound inbound;
    private final Outgoing outgoing;
    private final Deque<Runnable> toBegin = new ArrayDeque<>();
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private volatile KafkaConsumer<String, byte[]> current;
    private volatile boolean closed;

    BusReceiver(KafkaSettings settings, Inbound inbound, Outgoing outgoing) {
        this.settings = settings;
        this.inbound = inbound;
        this.outgoing = outgoing;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                receive();
            } catch (WakeupException e) {
                LOG.fine("woken up to stop");
            } catch (KafkaException e) {
                LOG.warning("cannot read from Kafka, will try again: " + e.getMessage() + because(e));
            } catch (RuntimeException | Error e) {
                LOG.log(Level.SEVERE, "reading from Kafka broke, will connect again", e);
            }
            pause();
        }
    }

    /** What it has taken is committed by then: its close need not wait for the answer that Kafka holds back until there is something to read. */
    private void receive() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings.consumer());
        try {
            current = consumer;
            receive(consumer);
        } finally {
            current = null;
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static String because(KafkaException e) {
        return e.getCause() == null ? "" : " (" + e.getCause() + ")";
    }

    private void pause() {
        if (!closed) {
            try {
                Thread.sleep(backoff.next());
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void receive(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> orders = partitions(consumer, Topic.orders(settings.node()));
        List<TopicPartition> commands = partitions(consumer, Topic.commands(settings.node()));
        List<TopicPartition> all = new ArrayList<>(orders);
        all.addAll(commands);
        consumer.assign(all);
        consumer.seekToBeginning(orders);
        LOG.info("connected to Kafka as " + settings.node());
        Instant committed = Instant.now();
        while (!closed) {
            if (outgoing.isCongested()) {
                consumer.pause(commands);
            } else {
                consumer.resume(commands);
            }
            boolean again = committed.plus(COMMIT_AGAIN).isBefore(Instant.now());
            if (take(consumer, consumer.poll(POLL), again ? commands : List.of())) {
                committed = Instant.now();
            }
            backoff.succeeded();
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic " + topic + " does not exist");
        }
        return partitions;
    }

    private boolean take(
            KafkaConsumer<String, byte[]> consumer,
            ConsumerRecords<String, byte[]> records,
            List<TopicPartition> again) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        again.forEach(partition -> offsets.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        List<Runnable> accepted = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record : records) {
                WireRecord wire = wire(record);
                if (record.topic().equals(Topic.orders(settings.node()))) {
                    guarded(wire, () -> inbound.order(wire));
                } else {
                    guarded(wire, () -> accepted.add(inbound.command(wire)));
                    offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
            }
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets, COMMIT_PATIENCE);
            }
        } finally {
            // They are in the journal: what Kafka hands out again is refused as seen before.
            toBegin.addAll(accepted);
            begin();
        }
        return !offsets.isEmpty();
    }

    /** One that cannot be begun now, for want of tasks or memory, is tried again at the next look, and those behind it wait for it. */
    private void begin() {
        while (!toBegin.isEmpty()) {
            try {
                toBegin.getFirst().run();
                toBegin.removeFirst();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.SEVERE, "a command that was taken cannot be begun; it is tried again", e);
                return;
            }
        }
    }

    /**
     * A record that breaks the agent's own code is left out: it would break it again, and those beside it must not wait or be lost. An error
     * is the machine's (no memory, no more tasks), so what is not in the journal yet is read again after the next connect.
     */
    private static void guarded(WireRecord record, Runnable taking) {
        try {
            taking.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.SEVERE,
                    "a record on " + record.topic() + " cannot be taken and is left out: "
                            + record.headers().get("ce_id"),
                    e);
        }
    }

    private static WireRecord wire(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }

    void stop() {
        closed = true;
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
