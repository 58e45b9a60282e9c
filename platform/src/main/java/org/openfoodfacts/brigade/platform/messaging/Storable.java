package org.openfoodfacts.brigade.platform.messaging;

import java.time.Instant;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.platform.json.StorableTime;

/**
 * Refuses metadata that no table could hold, so that a record which must fail is put aside at once and holds up nothing, and keeps the
 * times of machines whose clock is wrong within reason: a fact from the future would outlive every later one.
 */
final class Storable {
    private static final int LONGEST = 512;

    private Storable() {}

    /** The message with a time that is neither in the future nor before 1970; throws MalformedException for a text over 512 characters or with a NUL. */
    static <M extends Message> Decoded<M> of(Decoded<M> decoded, Instant now) {
        Envelope envelope = decoded.envelope();
        require(envelope, decoded.key());
        Envelope inReach = new Envelope(
                envelope.id(),
                envelope.source(),
                envelope.type(),
                time(envelope.time(), now),
                envelope.node(),
                envelope.subject(),
                envelope.trace(),
                envelope.expiry());
        return new Decoded<>(decoded.type(), inReach, decoded.key(), decoded.message());
    }

    private static void require(Envelope envelope, String key) {
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

    private static Instant time(Instant said, Instant now) {
        return said == null || said.isAfter(now) ? now : StorableTime.of(said);
    }
}
