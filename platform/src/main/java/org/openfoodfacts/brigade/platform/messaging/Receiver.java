package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Sender;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/**
 * The one way from Kafka into a service: decode, check the signature, handle. What can never be read or believed goes to the dead
 * letters, and so does what fails time after time while the database works. As long as the database or Kafka is away, or the database
 * takes nothing, the record is tried again, so nothing is lost and nothing overtakes it.
 */
@ApplicationScoped
public class Receiver {
    private static final Logger LOG = Logger.getLogger(Receiver.class);
    static final int MOST_FAILURES = 8; // half a minute with the pauses of brigade.retries

    private final TrustView trust;
    private final DeadLetters deadLetters;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final RetriesConfig retries;

    Receiver(
            TrustView trust,
            DeadLetters deadLetters,
            Mutiny.SessionFactory sessions,
            Clock clock,
            RetriesConfig retries) {
        this.trust = trust;
        this.deadLetters = deadLetters;
        this.sessions = sessions;
        this.clock = clock;
        this.retries = retries;
    }

    public <M extends Message> Uni<Void> receive(
            ConsumerRecord<String, byte[]> record, Class<M> expected, Function<Decoded<M>, Uni<Void>> handler) {
        return receiveUnless(_ -> false, record, expected, handler);
    }

    /** As {@link #receive}, but what is not ours by its headers ({@link Routing}) passes by before it is decoded and its signature checked. */
    public <M extends Message> Uni<Void> receiveUnless(
            Predicate<WireRecord> notOurs,
            ConsumerRecord<String, byte[]> record,
            Class<M> expected,
            Function<Decoded<M>, Uni<Void>> handler) {
        WireRecord wire = KafkaRecords.wire(record);
        if (notOurs.test(wire)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .item(() -> Codec.decode(wire, expected))
                .onItem()
                .transformToUni(decoded -> believed(wire, decoded))
                .onItem()
                .transformToUni(decoded -> handle(decoded, handler))
                .onFailure(MalformedException.class)
                .recoverWithUni(poison -> deadLetters.put(record, poison.getMessage()));
    }

    /** As {@link #receive}, for state that is taken over whole or not at all: one with an objection is a dead letter, a tombstone passes by. */
    public <M extends Message> Uni<Void> receiveWhole(
            ConsumerRecord<String, byte[]> record,
            Class<M> expected,
            Function<M, Optional<String>> objection,
            Function<Decoded<M>, Uni<Void>> handler) {
        return receive(record, expected, decoded -> {
            if (decoded.message() == null) {
                return Uni.createFrom().voidItem();
            }
            objection.apply(decoded.message()).ifPresent(why -> {
                throw new MalformedException(why);
            });
            return handler.apply(decoded);
        });
    }

    private <M extends Message> Uni<Decoded<M>> believed(WireRecord wire, Decoded<M> decoded) {
        return Uni.createFrom()
                .deferred(() -> trust.keysFor(keyId(wire, decoded.type())))
                .onFailure()
                .invoke(e -> LOG.warnf("brigade.trust cannot be read to its end, trying again: %s", e.getMessage()))
                .onFailure()
                .retry()
                .when(new Retries(retries).forEver())
                .map(keys -> {
                    Verification.objection(wire, decoded.type(), decoded.envelope(), keys)
                            .ifPresent(why -> {
                                throw new MalformedException("not believed: " + why);
                            });
                    return Storable.of(decoded, clock.instant());
                });
    }

    /** Null where no signature is asked for: whoever names a key all the same has nobody look for it. */
    private static String keyId(WireRecord wire, EventType type) {
        return type.sender() == Sender.ANYONE ? null : Verification.keyId(wire).orElse(null);
    }

    private <M extends Message> Uni<Void> handle(Decoded<M> decoded, Function<Decoded<M>, Uni<Void>> handler) {
        AtomicInteger failures = new AtomicInteger();
        return Uni.createFrom()
                .deferred(() -> {
                    MDC.put("correlationId", decoded.envelope().causes().correlationId());
                    return handler.apply(decoded);
                })
                .onFailure(e -> !(e instanceof MalformedException))
                .retry()
                .when(new Retries(retries).unless(failure -> judge(decoded, failure, failures)));
    }

    /** A failure counts against the message only while the database works. */
    private Uni<Void> judge(Decoded<?> decoded, Throwable failure, AtomicInteger failures) {
        String id = decoded.envelope().id();
        return databaseWorks(failure).map(works -> {
            if (works && failures.incrementAndGet() >= MOST_FAILURES) {
                LOG.errorf(failure, "%s failed %d times while the database worked", id, failures.get());
                throw new MalformedException("it failed " + failures.get() + " times: " + failure, failure);
            }
            LOG.warnf(
                    "%s is tried again%s: %s",
                    Reason.of(id), works ? "" : ", the database cannot work now", Reason.of(failure.toString()));
            return null;
        });
    }

    /** One that answers may yet be unable to write. */
    private Uni<Boolean> databaseWorks(Throwable failure) {
        if (DatabaseTrouble.isCauseOf(failure)) {
            return Uni.createFrom().item(false);
        }
        return sessions.withSession(session ->
                        session.createNativeQuery("select 1", Integer.class).getSingleResult())
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }
}
