package org.openfoodfacts.brigade.proxyconfig.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.proxyconfig.EnforcementService;
import org.openfoodfacts.brigade.proxyconfig.domain.BansFactCheck;

/** Hands on what proxies say they enforce; other facts pass by. */
@ApplicationScoped
public class FactsConsumer {
    private final Receiver receiver;
    private final EnforcementService enforcement;

    FactsConsumer(Receiver receiver, EnforcementService enforcement) {
        this.receiver = receiver;
        this.enforcement = enforcement;
    }

    @Incoming("facts")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receiveUnless(
                wire -> Routing.isNoneOf(wire, Set.of(EventType.BANS)), record, Fact.class, this::take);
    }

    private Uni<Void> take(Decoded<Fact> decoded) {
        if (!(decoded.message() instanceof BansFact fact)) {
            return Uni.createFrom().voidItem();
        }
        return switch (BansFactCheck.of(fact, decoded.envelope().time())) {
            case BansFactCheck.Storable check -> enforcement.take(decoded.envelope(), fact, check.enforced());
            case BansFactCheck.Objection objection -> throw new MalformedException(objection.why());
        };
    }
}
