package org.openfoodfacts.brigade.agent.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Brings what is outgoing to Kafka, at least once and in order. What Kafka did not confirm goes back to its place, and a new producer is
 * made after a pause, so a producer that broke or whose rights were withdrawn never stops the agent.
 */
final class BusSender implements Runnable {
    private static final Logger LOG = Logger.getLogger(BusSender.class.getName());
    private static final int IN_FLIGHT = 64;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final Outgoing outgoing;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private volatile boolean closed;
    private volatile boolean broken;

    BusSender(KafkaSettings settings, Outgoing outgoing) {
        this.settings = settings;
        this.outgoing = outgoing;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                broken = false;
                sendUntilBroken();
                if (!closed) {
                    Thread.sleep(backoff.next());
                }
            } catch (KafkaException e) {
                LOG.warning("cannot send to Kafka, will try again: " + e.getMessage());
                pause();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.SEVERE, "sending to Kafka broke, will connect again", e);
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(backoff.next());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void sendUntilBroken() throws InterruptedException {
        Semaphore window = new Semaphore(IN_FLIGHT);
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(settings.producer());
        try {
            while (!closed && !broken) {
                if (window.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    outgoing.next(IDLE).ifPresentOrElse(outbound -> send(producer, outbound, window), window::release);
                }
            }
        } finally {
            producer.close(closed ? Duration.ofSeconds(2) : Duration.ZERO);
        }
    }

    private void send(KafkaProducer<String, byte[]> producer, Outbound outbound, Semaphore window) {
        try {
            var _ = producer.send(record(outbound.record()), (metadata, failure) -> {
                window.release();
                settleOnKafkasThread(outbound, failure);
            });
        } catch (RuntimeException e) {
            window.release();
            settle(outbound, e);
        } catch (Error e) {
            outgoing.returned(outbound);
            throw e;
        }
    }

    /** An error would end that thread, and with it all sending. */
    private void settleOnKafkasThread(Outbound outbound, Exception failure) {
        try {
            settle(outbound, failure);
        } catch (Error e) {
            broken = true;
            LOG.log(Level.SEVERE, "what became of a record cannot be noted", e);
        }
    }

    private void settle(Outbound outbound, Exception failure) {
        switch (failure) {
            case null -> {
                backoff.succeeded();
                outgoing.settled(outbound);
                outbound.confirmed().run();
            }
            case RecordTooLargeException tooLarge -> {
                LOG.severe("a record is too large for Kafka and is left out: "
                        + outbound.record().key() + ": " + tooLarge.getMessage());
                outgoing.settled(outbound);
                outbound.confirmed().run();
            }
            default -> {
                if (!broken && !closed) {
                    LOG.warning("Kafka did not take a record, will send it again: " + failure.getMessage());
                }
                outgoing.returned(outbound);
                broken = true;
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(WireRecord wire) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(wire.topic(), wire.key(), wire.value());
        wire.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    void stop() {
        closed = true;
    }
}
