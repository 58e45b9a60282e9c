package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signature;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.ServiceIdentity;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.security.domain.Enrolment;
import org.openfoodfacts.brigade.security.domain.Invitation;
import org.openfoodfacts.brigade.security.domain.Invitation.Verdict;
import org.openfoodfacts.brigade.security.messaging.KafkaAccess;
import org.openfoodfacts.brigade.security.persistence.IdentityStore;

/**
 * Invites machines and takes them in. Claiming the token, giving access in Kafka and recording the identity are three steps that the
 * machine may repeat with the same keys, so a crash between any two of them leaves nothing half done for long.
 */
@ApplicationScoped
public class EnrolmentService {
    private static final int SECRET_BYTES = 32;

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
        return outbox.inTransaction(session -> store.save(session, invitation)
                .chain(() -> outbox.event(session, new SecurityEvent.NodeInvited(node, end, by), node, node, trace))
                .replaceWith(new MadeInvitation(token.text(), end)));
    }

    /** The token's text, shown this once, and when it ends. */
    public record MadeInvitation(String token, Instant expiresAt) {}

    public Uni<Enrolment> enrol(InvitationToken token, NodeKeys keys, Trace trace) {
        return claim(token, keys, trace).chain(verdict -> switch (verdict) {
            case Verdict.Refuse refuse -> Uni.createFrom().item(new Enrolment.Refused(refuse.why()));
            case Verdict.Claim claim -> admit(token.node(), keys, trace);
            case Verdict.Repeat repeat -> admit(token.node(), keys, trace);
        });
    }

    /** The public halves, base64, as the machine hands them over. */
    public record NodeKeys(String signingKey, String sealingKey) {}

    private Uni<Verdict> claim(InvitationToken token, NodeKeys keys, Trace trace) {
        return outbox.inTransaction(session -> store.lockInvitation(session, token.node())
                .map(invitation -> invitation == null
                        ? new Verdict.Refuse("nobody invited a node " + token.node())
                        : invitation.judge(token, keys.signingKey(), clock.instant()))
                .call(verdict -> switch (verdict) {
                    case Verdict.Claim claim -> store.claim(session, token.node(), keys.signingKey());
                    case Verdict.Repeat repeat -> Uni.createFrom().voidItem();
                    case Verdict.Refuse refuse ->
                        outbox.event(
                                session,
                                new SecurityEvent.EnrolmentRefused(token.node(), refuse.why()),
                                token.node(),
                                token.node(),
                                trace);
                }));
    }

    private Uni<Enrolment> admit(String node, NodeKeys keys, Trace trace) {
        String password = HexFormat.of().formatHex(randomBytes());
        String keyId = KeyCodec.keyId(node, KeyCodec.publicKey(keys.signingKey()));
        NodeIdentity enrolled = new NodeIdentity(
                node, NodeIdentity.Status.ENROLLED, keyId, keys.signingKey(), keys.sealingKey(), clock.instant(), null);
        return kafka.grant(node, password)
                .chain(() -> record(enrolled, trace))
                .replaceWith(() -> Enrolment.Admitted.of(
                        enrolled,
                        password,
                        new Enrolment.Bus(config.nodeBootstrapServers(), config.nodeSecurityProtocol()),
                        identity.anchors(),
                        identity.signer()));
    }

    private Uni<Void> record(NodeIdentity enrolled, Trace trace) {
        String node = enrolled.node();
        return outbox.inTransaction(session -> store.save(session, enrolled)
                .chain(() -> outbox.state(session, Topic.TRUST, node, enrolled, trace))
                .chain(() -> outbox.event(
                        session, new SecurityEvent.NodeEnrolled(node, enrolled.keyId()), node, node, trace)));
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
