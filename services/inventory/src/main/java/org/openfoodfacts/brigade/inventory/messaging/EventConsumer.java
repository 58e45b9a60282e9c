package org.openfoodfacts.brigade.inventory.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.inventory.JournalService;
import org.openfoodfacts.brigade.platform.messaging.Receiver;

/** Writes the events of all five services into the journal. */
@ApplicationScoped
public class EventConsumer {
    private final Receiver receiver;
    private final JournalService journal;

    EventConsumer(Receiver receiver, JournalService journal) {
        this.receiver = receiver;
        this.journal = journal;
    }

    @Incoming("events")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(record, Event.class, journal::add);
    }
}
