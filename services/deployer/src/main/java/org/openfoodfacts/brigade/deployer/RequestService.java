package org.openfoodfacts.brigade.deployer;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.deployer.domain.Acceptance;
import org.openfoodfacts.brigade.deployer.domain.Asked;
import org.openfoodfacts.brigade.deployer.domain.Release;
import org.openfoodfacts.brigade.deployer.domain.RequestAge;
import org.openfoodfacts.brigade.platform.inbox.Inbox;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** What other teams' tools ask for on the bus: each request, by source and id, becomes one deployment or one rejection. */
@ApplicationScoped
public class RequestService {
    private final Outbox outbox;
    private final Inbox inbox;
    private final DeploymentService deployments;
    private final RequestAge age;
    private final Clock clock;

    RequestService(Outbox outbox, Inbox inbox, DeploymentService deployments, DeployerConfig config, Clock clock) {
        this.outbox = outbox;
        this.inbox = inbox;
        this.deployments = deployments;
        this.age = new RequestAge(config.requestAge());
        this.clock = clock;
    }

    /** @param askedAt the record's time in Kafka; the event's own is whatever the tool wrote */
    public Uni<Void> take(Envelope envelope, DeployRequested request, Instant askedAt) {
        return outbox.inTransaction(session -> inbox.isNew(session, envelope)
                .chain(isNew -> isNew
                        ? decide(session, envelope, request, askedAt)
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> decide(Mutiny.Session session, Envelope envelope, DeployRequested request, Instant askedAt) {
        Release release = new Release(request.application(), request.flavor(), request.version());
        Instant now = clock.instant();
        Optional<String> tooOld = age.objection(askedAt, now);
        if (tooOld.isPresent()) {
            return reject(session, envelope, release, tooOld.get());
        }
        Trace trace = envelope.causes();
        Asked asked = new Asked(envelope.source(), request.requestedBy(), trace.correlationId(), null, now);
        return deployments.accept(session, release, asked, trace).chain(acceptance -> switch (acceptance) {
            case Acceptance.Accepted accepted -> Uni.createFrom().voidItem();
            case Acceptance.Repeated repeated -> Uni.createFrom().voidItem();
            case Acceptance.Rejected rejected -> reject(session, envelope, release, rejected.why());
        });
    }

    private Uni<Void> reject(Mutiny.Session session, Envelope envelope, Release release, String why) {
        var event = new DeployEvent.DeploymentRejected(
                release.application(), release.flavor(), release.version(), envelope.source(), envelope.id(), why);
        return outbox.event(session, event, null, release.flavorKey(), envelope.causes());
    }
}
