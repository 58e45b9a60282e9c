package org.openfoodfacts.brigade.proxyconfig.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
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
        return receiver.receive(record, FleetDeclared.class, this::take);
    }

    private Uni<Void> take(Decoded<FleetDeclared> decoded) {
        if (decoded.message() == null) {
            return Uni.createFrom().voidItem();
        }
        NeverBan.problem(decoded.message()).ifPresent(why -> {
            throw new MalformedException(why);
        });
        return proxies.take(decoded.message(), decoded.envelope());
    }
}
