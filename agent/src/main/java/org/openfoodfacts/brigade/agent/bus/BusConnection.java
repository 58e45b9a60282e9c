package org.openfoodfacts.brigade.agent.bus;

import java.time.Duration;

/** The agent's two loops to Kafka, one that sends and one that receives. Both reconnect for ever. */
public final class BusConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BusSender sender;
    private final BusReceiver receiver;
    private final Thread sending;
    private final Thread receiving;

    private BusConnection(String node, BusSender sender, BusReceiver receiver) {
        this.sender = sender;
        this.receiver = receiver;
        this.sending = Thread.ofVirtual().name("send-" + node).start(sender);
        this.receiving = Thread.ofVirtual().name("receive-" + node).start(receiver);
    }

    public static BusConnection open(KafkaSettings settings, Outgoing outgoing, Inbound inbound) {
        return new BusConnection(
                settings.node(), new BusSender(settings, outgoing), new BusReceiver(settings, inbound, outgoing));
    }

    /** Takes no more orders and commands. */
    public void stopReceiving() {
        receiver.stop();
        join(receiving);
    }

    @Override
    public void close() {
        stopReceiving();
        sender.stop();
        join(sending);
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
