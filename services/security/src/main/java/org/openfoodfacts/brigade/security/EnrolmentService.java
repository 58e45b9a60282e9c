package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signature;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.ServiceIdentity;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.security.domain.Enrolment;
import org.openfoodfacts.brigade.security.domain.Invitation;
import org.openfoodfacts.brigade.security.domain.Invitation.Verdict;
import org.openfoodfacts.brigade.security.domain.NodeKeys;
import org.openfoodfacts.brigade.security.domain.Refusals;
import org.openfoodfacts.brigade.security.messaging.KafkaAccess;
import org.openfoodfacts.brigade.security.persistence.IdentityStore;

/**
 * Invites machines and takes them in. The token is claimed and the identity recorded in one transaction, after Kafka has given access: a
 * crash in between leaves a Kafka user whose password nobody knows and a token that is still good.
 */
@ApplicationScoped
public class EnrolmentService {
    private static final int SECRET_BYTES = 32;
    private static final String SASL_MECHANISM = "SCRAM-SHA-512";

    private final Outbox outbox;
    private final IdentityStore store;
    private final KafkaAccess kafka;
    private final ServiceIdentity identity;
    private final SecurityConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    EnrolmentService(
            Outbox outbox,
            IdentityStore store,
            KafkaAccess kafka,
            ServiceIdentity identity,
            SecurityConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.store = store;
        this.kafka = kafka;
        this.identity = identity;
        this.config = config;
        this.clock = clock;
    }

    /** A new token for the node; an earlier one is void. */
    public Uni<MadeInvitation> invite(String node, String by, Trace trace) {
        InvitationToken token = InvitationToken.of(
                node, randomBytes(), fingerprint(identity.signer().keyId()));
        Instant end = clock.instant().plus(config.invitationLifetime());
        Invitation invitation = new Invitation(node, token.secretHash(), end, by, null);
        return outbox.inTransaction(session -> store.exclusively(session, node)
                .chain(() -> store.save(session, invitation))
                .chain(() -> outbox.event(session, new SecurityEvent.NodeInvited(node, end, by), node, node, trace))
                .replaceWith(new MadeInvitation(token.text(), end)));
    }

    /** The token's text, shown this once, and when it ends. */
    public record MadeInvitation(String token, Instant expiresAt) {

        /** Tokens must not reach a log. */
        @Override
        public String toString() {
            return "MadeInvitation[expiresAt=" + expiresAt + "]";
        }
    }

    public Uni<Enrolment> enrol(InvitationToken token, NodeKeys keys, Trace trace) {
        String node = token.node();
        return outbox.inTransaction(session -> store.exclusively(session, node)
                .chain(() -> judge(session, token, keys))
                .chain(verdict -> switch (verdict) {
                    case Verdict.Claim claim ->
                        store.claim(session, node, keys).chain(() -> admit(session, node, keys, trace));
                    case Verdict.Repeat repeat -> admit(session, node, keys, trace);
                    case Verdict.Refuse refuse -> refuse(session, node, refuse.why(), trace);
                    case Verdict.NotInvited not -> Uni.createFrom().item(new Enrolment.Refused(not.why()));
                }));
    }

    private Uni<Verdict> judge(Mutiny.Session session, InvitationToken token, NodeKeys keys) {
        return store.invitation(session, token.node())
                .chain(invitation -> invitation == null
                        ? Uni.createFrom().item(new Verdict.NotInvited(token.node()))
                        : store.useOf(session, token.node(), keys)
                                .map(use -> invitation.judge(token, keys, use, clock.instant())));
    }

    private Uni<Enrolment> refuse(Mutiny.Session session, String node, String why, Trace trace) {
        return store.refusals(session, node)
                .chain(refusals -> {
                    Refusals.Step step = refusals.another(clock.instant(), config.refusalInterval());
                    return store.save(session, node, step.next())
                            .chain(() -> step.isTold()
                                    ? tell(session, node, refusals.words(why), trace)
                                    : Uni.createFrom().voidItem());
                })
                .replaceWith(() -> new Enrolment.Refused(why));
    }

    private Uni<Void> tell(Mutiny.Session session, String node, String why, Trace trace) {
        return outbox.event(session, new SecurityEvent.EnrolmentRefused(node, why), node, node, trace);
    }

    private Uni<Enrolment> admit(Mutiny.Session session, String node, NodeKeys keys, Trace trace) {
        String password = HexFormat.of().formatHex(randomBytes());
        String keyId = KeyCodec.keyId(node, KeyCodec.publicKey(keys.signingKey()));
        NodeIdentity enrolled = new NodeIdentity(
                node, NodeIdentity.Status.ENROLLED, keyId, keys.signingKey(), keys.sealingKey(), clock.instant(), null);
        Admission admission =
                admission(enrolled, password); // before anything is granted: it fails for keys that are none
        return kafka.grant(node, password)
                .chain(() -> store.save(session, enrolled))
                .chain(() -> outbox.state(session, Topic.TRUST, node, enrolled, trace))
                .chain(() -> outbox.event(session, new SecurityEvent.NodeEnrolled(node, keyId), node, node, trace))
                .replaceWith(() -> new Enrolment.Admitted(admission));
    }

    private Admission admission(NodeIdentity node, String password) {
        String sealed = Sealing.seal(
                password.getBytes(StandardCharsets.UTF_8), node.sealingKey(), Admission.passwordContext(node.node()));
        Admission.Kafka access = new Admission.Kafka(
                config.nodeBootstrapServers(), config.nodeSecurityProtocol(), SASL_MECHANISM, node.node(), sealed);
        return Admission.signed(
                node.node(), node.keyId(), node.sealingKey(), access, identity.anchors(), identity.signer());
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String fingerprint(String keyId) {
        return keyId.substring(Signature.owner(keyId).length() + 1);
    }
}
