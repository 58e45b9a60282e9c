package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;

/** What happened to identities and keys. No secret, only key ids. */
public sealed interface SecurityEvent extends Event {

    /** A one-time enrolment token was made; the token itself is known to its maker only. */
    record NodeInvited(String node, Instant expiresAt, String by) implements SecurityEvent {}

    record NodeEnrolled(String node, String keyId) implements SecurityEvent {}

    record EnrolmentRefused(String node, String detail) implements SecurityEvent {}

    record NodeRevoked(String node, String reason, String by) implements SecurityEvent {}

    record PskIssued(String tunnel, String keyId, String node) implements SecurityEvent {}

    record PskInstalled(String tunnel, String keyId, String node) implements SecurityEvent {}

    record PskRotationFailed(String tunnel, String keyId, String node, String detail) implements SecurityEvent {}
}
