package org.openfoodfacts.brigade.security.domain;

/** What became of the wish for a new key. */
public sealed interface RotationStart {

    record Started(PskRotation rotation) implements RotationStart {}

    record NoSuchTunnel(String name) implements RotationStart {}

    record AlreadyRunning(PskRotation rotation) implements RotationStart {}

    /** Both ends need keys of their own before a secret can be sealed to them. */
    record EndNotEnrolled(String node) implements RotationStart {}
}
