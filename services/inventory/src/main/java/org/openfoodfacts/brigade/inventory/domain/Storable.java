package org.openfoodfacts.brigade.inventory.domain;

import java.time.Instant;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;

/**
 * Refuses metadata that no table could hold, so that a record which fails is put aside at once and not tried for ever, and keeps the
 * times of machines whose clock is wrong within reason.
 */
public final class Storable {
    private static final int LONGEST = 512;

    private Storable() {}

    /** @throws MalformedException when a text is longer than 512 characters or holds a NUL */
    public static void require(Envelope envelope, String key) {
        Stream.of(
                        key,
                        envelope.id(),
                        envelope.source(),
                        envelope.node(),
                        envelope.subject(),
                        envelope.trace().correlationId(),
                        envelope.trace().causationId())
                .filter(text -> text != null && (text.length() > LONGEST || text.indexOf('\0') >= 0))
                .findFirst()
                .ifPresent(text -> {
                    throw new MalformedException("a key or header is longer than " + LONGEST + " or holds a NUL");
                });
    }

    /** The time of a message; one from the future was made now, and one before 1970 then. */
    public static Instant time(Envelope envelope, Instant now) {
        Instant time = envelope.time().isAfter(now) ? now : envelope.time();
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    }
}
