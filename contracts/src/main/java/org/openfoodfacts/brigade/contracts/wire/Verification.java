package org.openfoodfacts.brigade.contracts.wire;

import java.util.Optional;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Sender;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signature;
import org.openfoodfacts.brigade.contracts.signing.SigningInput;

/**
 * Decides whether a record was made by somebody who may send its type. A type of an agent needs the signature of the node it names; a
 * service's type needs that service's signature; the source must say the same.
 */
public final class Verification {
    private Verification() {}

    /** The reason why the record must not be believed; empty when it may be. */
    public static Optional<String> objection(WireRecord record, EventType type, Envelope envelope, PublicKeys keys) {
        if (type.sender() == Sender.ANYONE) {
            return Optional.empty();
        }
        String keyId = record.headers().get(Headers.KEY_ID);
        String signature = record.headers().get(Headers.SIGNATURE);
        if (keyId == null || signature == null) {
            return Optional.of("it carries no signature");
        }
        return strangerTo(record, type, envelope, keyId).or(() -> {
            byte[] input = SigningInput.of(record.key(), envelope, record.value());
            return keys.objection(new Signature(keyId, signature), input);
        });
    }

    private static Optional<String> strangerTo(WireRecord record, EventType type, Envelope envelope, String keyId) {
        String owner = Signature.owner(keyId);
        if (type.sender() == Sender.AGENT) {
            boolean own = owner.equals(envelope.node())
                    && Source.node(envelope.source()).filter(owner::equals).isPresent()
                    && isKeyOf(owner, record.key());
            return own
                    ? Optional.empty()
                    : Optional.of("the key " + keyId + " may not speak for " + envelope.node()
                            + " under the record key " + record.key());
        }
        boolean allowed = Source.service(envelope.source())
                .filter(s -> s.kafkaUser().equals(owner) && type.sender().allowsService(s.id()))
                .isPresent();
        return allowed ? Optional.empty() : Optional.of("the key " + keyId + " may not send " + type.id());
    }

    /** On compacted topics the record key is what a newer value replaces, so a node may only use keys that begin with its name. */
    private static boolean isKeyOf(String node, String recordKey) {
        return recordKey != null && (recordKey.equals(node) || recordKey.startsWith(node + "/"));
    }

    /** The key a record says it is signed with, so that a reader can wait for that key to become known. */
    public static Optional<String> keyId(WireRecord record) {
        return Optional.ofNullable(record.headers().get(Headers.KEY_ID));
    }
}
