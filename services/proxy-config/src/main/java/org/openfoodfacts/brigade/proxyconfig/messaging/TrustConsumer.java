package org.openfoodfacts.brigade.proxyconfig.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.proxyconfig.ProxyService;

/** Hands on who is enrolled and who no longer is, so that a proxy gets its order when it has a topic for it. */
@ApplicationScoped
public class TrustConsumer {
    private final Receiver receiver;
    private final ProxyService proxies;

    TrustConsumer(Receiver receiver, ProxyService proxies) {
        this.receiver = receiver;
        this.proxies = proxies;
    }

    @Incoming("trust")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(record, NodeIdentity.class, this::take);
    }

    private Uni<Void> take(Decoded<NodeIdentity> decoded) {
        return decoded.message() == null
                ? Uni.createFrom().voidItem()
                : proxies.take(decoded.message(), decoded.envelope());
    }
}
