package org.openfoodfacts.brigade.deployer.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.deployer.FleetService;
import org.openfoodfacts.brigade.deployer.domain.Applications;
import org.openfoodfacts.brigade.platform.messaging.Receiver;

/** Keeps the applications as the newest fleet has them; a fleet they cannot be taken from is put aside and the last good one stays. */
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
                record,
                FleetDeclared.class,
                declared -> Applications.objection(declared.applications()),
                decoded -> fleet.take(decoded.message().applications()));
    }
}
