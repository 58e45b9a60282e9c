package org.openfoodfacts.brigade.proxyconfig.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.proxyconfig.ProxyService;
import org.openfoodfacts.brigade.proxyconfig.domain.NeverBan;

/** Hands on the declared fleet; one whose protected networks cannot all be read is put aside, because half a protection is none. */
@ApplicationScoped
public class FleetConsumer {
    private final Receiver receiver;
    private final ProxyService proxies;

    FleetConsumer(Receiver receiver, ProxyService proxies) {
        this.receiver = receiver;
        this.proxies = proxies;
    }

    @Incoming("fleet")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receiveWhole(
                record,
                FleetDeclared.class,
                NeverBan::problem,
                decoded -> proxies.take(decoded.message(), decoded.envelope()));
    }
}
