package org.openfoodfacts.brigade.agent.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Stands at the end of the outgoing queue as Kafka does, and confirms what it takes while it is there. */
public final class SentRecords {
    private final Outgoing outgoing;
    private final List<WireRecord> records = new ArrayList<>();
    private final List<Decoded<? extends Message>> taken = new ArrayList<>();

    public SentRecords(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /** Takes and confirms everything that waits now. */
    public synchronized List<Decoded<? extends Message>> take() {
        try {
            for (Optional<Outbound> next = outgoing.next(Duration.ZERO);
                    next.isPresent();
                    next = outgoing.next(Duration.ZERO)) {
                Outbound outbound = next.get();
                records.add(outbound.record());
                taken.add(
                        outbound.record().topic().equals(Topic.FACTS.topicName())
                                ? Codec.decode(outbound.record(), Fact.class)
                                : Codec.decode(outbound.record(), Report.class));
                outgoing.settled(outbound);
                outbound.confirmed().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(taken);
    }

    /** Takes what waits first and has not confirmed it yet; what is returned does. */
    public synchronized Runnable takeOne() throws InterruptedException {
        Outbound first = outgoing.next(Duration.ZERO).orElseThrow();
        return () -> {
            outgoing.settled(first);
            first.confirmed().run();
        };
    }

    /** All of it so far as it goes to Kafka. */
    public synchronized List<WireRecord> records() {
        var _ = take();
        return List.copyOf(records);
    }

    /** All messages of a type so far. */
    public <M extends Message> List<M> all(Class<M> type) {
        return take().stream()
                .map(Decoded::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The keys of the tombstones so far. */
    public List<String> tombstones() {
        return take().stream()
                .filter(d -> d.message() == null)
                .map(Decoded::key)
                .toList();
    }
}
