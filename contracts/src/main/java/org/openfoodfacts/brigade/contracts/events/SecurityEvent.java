package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/** What happened to identities and keys. No secret, only key ids. */
public sealed interface SecurityEvent extends Event {

    /** A one-time enrolment token was made; the token itself is known to its maker only. */
    record NodeInvited(@Required String node, Instant expiresAt, String by) implements SecurityEvent {}

    record NodeEnrolled(@Required String node, @Required String keyId) implements SecurityEvent {}

    record EnrolmentRefused(@Required String node, String detail) implements SecurityEvent {}

    record NodeRevoked(@Required String node, String reason, String by) implements SecurityEvent {}

    record PskIssued(String tunnel, @Required String keyId, String node) implements SecurityEvent {}

    record PskInstalled(String tunnel, @Required String keyId, String node) implements SecurityEvent {}

    record PskRotationFailed(
            @Required String tunnel, @Required String keyId, String node, String detail) implements SecurityEvent {}
}
