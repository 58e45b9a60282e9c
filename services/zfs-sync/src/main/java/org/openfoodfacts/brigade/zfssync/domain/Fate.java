package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.UUID;

/** Where a taken snapshot stands on its way out. {@code attempts} counts the tries so far. */
public sealed interface Fate {
    /** Of a snapshot just taken. */
    static Fate fresh() {
        return new Waiting(Instant.EPOCH, 0, null);
    }

    /** It exists. Nothing is tried before {@code notBefore}; {@code why} is what the last try failed with, null when none did. */
    record Waiting(Instant notBefore, int attempts, String why) implements Fate {}

    /**
     * One destroy command is under way, and no second one is sent until it ended or was given up; {@code told} is why the one before did not do, null
     * without one.
     */
    record Destroying(UUID commandId, int attempts, String told) implements Fate {}

    /** It ought to go and must not: a hold or a clone is on it. Looked at again from {@code notBefore} on. */
    record Kept(Instant notBefore, int attempts, String why) implements Fate {}

    /** {@code freedBytes} as zfs foretold it right before. */
    record Destroyed(Instant at, long freedBytes) implements Fate {}

    /** It is no longer there, and Brigade did not destroy it. */
    record Gone(Instant at, String why) implements Fate {}

    default boolean isEnd() {
        return this instanceof Destroyed || this instanceof Gone;
    }
}
