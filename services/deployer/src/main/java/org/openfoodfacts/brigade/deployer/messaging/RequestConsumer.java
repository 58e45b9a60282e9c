package org.openfoodfacts.brigade.deployer.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.deployer.RequestService;
import org.openfoodfacts.brigade.deployer.domain.PlainText;
import org.openfoodfacts.brigade.platform.messaging.DeadLetters;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/**
 * Takes requests of other teams' tools, as CloudEvents in binary or structured mode. They are unsigned (the topic's ACL guards them), so
 * none may call itself a part of Brigade.
 */
@ApplicationScoped
public class RequestConsumer {
    private static final String NOBODY = "nobody#0";

    private final Receiver receiver;
    private final DeadLetters deadLetters;
    private final RequestService requests;
    private final TrustView trust;

    RequestConsumer(Receiver receiver, DeadLetters deadLetters, RequestService requests, TrustView trust) {
        this.receiver = receiver;
        this.deadLetters = deadLetters;
        this.requests = requests;
        this.trust = trust;
    }

    @Incoming("requests")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        Instant askedAt = Instant.ofEpochMilli(record.timestamp());
        try {
            return receiver.receive(
                    StructuredMode.toBinary(record), DeployRequested.class, decoded -> take(decoded, askedAt));
        } catch (MalformedException e) {
            return deadLetters.put(record, e.getMessage());
        }
    }

    private Uni<Void> take(Decoded<DeployRequested> decoded, Instant askedAt) {
        String source = decoded.envelope().source();
        check("the event's source", source);
        check("the event's id", decoded.envelope().id());
        check("the event's correlationid", decoded.envelope().causes().correlationId());
        if (Source.service(source).isPresent() || Source.node(source).isPresent()) {
            throw new MalformedException("the source " + source + " is a part of Brigade, whose messages are signed");
        }
        DeployRequested request = decoded.message();
        if (request == null) {
            throw new MalformedException("the request has no body");
        }
        check("application", request.application());
        check("flavor", request.flavor());
        check("version", request.version());
        if (request.requestedBy() != null) {
            check("requestedBy", request.requestedBy());
        }
        return trustRead().chain(() -> requests.take(decoded.envelope(), request, askedAt));
    }

    private static void check(String field, String value) {
        if (!PlainText.isPlain(value)) {
            throw new MalformedException(field + " " + PlainText.RULE);
        }
    }

    /** Right after start the enrolled nodes are not known yet; a request must not be rejected for that. */
    private Uni<Void> trustRead() {
        if (trust.isReady()) {
            return Uni.createFrom().voidItem();
        }
        return trust.keysFor(NOBODY).replaceWithVoid();
    }
}
