package org.openfoodfacts.brigade.inventory.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.inventory.EnrolmentService;
import org.openfoodfacts.brigade.platform.messaging.Receiver;

/** Learns which nodes can be told something. */
@ApplicationScoped
public class TrustConsumer {
    private final Receiver receiver;
    private final EnrolmentService enrolments;

    TrustConsumer(Receiver receiver, EnrolmentService enrolments) {
        this.receiver = receiver;
        this.enrolments = enrolments;
    }

    @Incoming("trust")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(
                record,
                NodeIdentity.class,
                decoded -> decoded.message() == null
                        ? Uni.createFrom().voidItem()
                        : enrolments.take(decoded.message(), decoded.envelope().causes()));
    }
}
