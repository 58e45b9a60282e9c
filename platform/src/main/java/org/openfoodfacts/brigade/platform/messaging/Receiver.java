package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/**
 * The one way from Kafka into a service: decode, check the signature, handle. What can never be read or believed goes to the dead
 * letters; anything else that fails (the database is away) is tried again for ever, so nothing is lost and nothing overtakes it.
 */
@ApplicationScoped
public class Receiver {
    private static final Logger LOG = Logger.getLogger(Receiver.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final TrustView trust;
    private final DeadLetters deadLetters;

    Receiver(TrustView trust, DeadLetters deadLetters) {
        this.trust = trust;
        this.deadLetters = deadLetters;
    }

    public <M extends Message> Uni<Void> receive(
            ConsumerRecord<String, byte[]> record, Class<M> expected, Function<Decoded<M>, Uni<Void>> handler) {
        WireRecord wire = KafkaRecords.wire(record);
        return Uni.createFrom()
                .item(() -> Codec.decode(wire, expected))
                .onItem()
                .transformToUni(decoded -> believed(wire, decoded))
                .onItem()
                .transformToUni(decoded -> handle(decoded, handler))
                .onFailure(MalformedException.class)
                .recoverWithUni(poison -> deadLetters.put(record, poison.getMessage()));
    }

    private <M extends Message> Uni<Decoded<M>> believed(WireRecord wire, Decoded<M> decoded) {
        return trust.keysFor(Verification.keyId(wire).orElse(null)).map(keys -> {
            Verification.objection(wire, decoded.type(), decoded.envelope(), keys)
                    .ifPresent(why -> {
                        throw new MalformedException("not believed: " + why);
                    });
            return decoded;
        });
    }

    private static <M extends Message> Uni<Void> handle(Decoded<M> decoded, Function<Decoded<M>, Uni<Void>> handler) {
        return Uni.createFrom()
                .deferred(() -> {
                    MDC.put("correlationId", decoded.envelope().causes().correlationId());
                    return handler.apply(decoded);
                })
                .onFailure(e -> !(e instanceof MalformedException))
                .invoke(e ->
                        LOG.errorf(e, "%s is tried again", decoded.envelope().id()))
                .onFailure(e -> !(e instanceof MalformedException))
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .indefinitely();
    }
}
