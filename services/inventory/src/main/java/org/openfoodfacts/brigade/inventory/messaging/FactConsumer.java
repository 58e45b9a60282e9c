package org.openfoodfacts.brigade.inventory.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.inventory.FactService;
import org.openfoodfacts.brigade.platform.messaging.Receiver;

/** Takes over what the agents say of their machines. */
@ApplicationScoped
public class FactConsumer {
    private final Receiver receiver;
    private final FactService facts;

    FactConsumer(Receiver receiver, FactService facts) {
        this.receiver = receiver;
        this.facts = facts;
    }

    @Incoming("facts")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(record, Fact.class, facts::take);
    }
}
