package org.openfoodfacts.brigade.zfssync.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.zfssync.FleetService;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPulls;

/** Keeps the declared pulls as the newest fleet has them; a fleet they cannot be taken from is put aside and the last good one stays. */
@ApplicationScoped
public class FleetConsumer {
    private final Receiver receiver;
    private final FleetService fleet;

    FleetConsumer(Receiver receiver, FleetService fleet) {
        this.receiver = receiver;
        this.fleet = fleet;
    }

    @Incoming("fleet")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receiveWhole(
                record, FleetDeclared.class, DeclaredPulls::objection, decoded -> fleet.take(decoded.message()));
    }
}
