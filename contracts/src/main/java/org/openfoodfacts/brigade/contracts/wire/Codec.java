package org.openfoodfacts.brigade.contracts.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Sender;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.signing.Signature;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.signing.SigningInput;

/** Turns messages into signed wire records and back. Checking a signature is the reader's next step: {@link Verification}. */
public final class Codec {
    private Codec() {}

    /** A signed record of the message. */
    public static WireRecord encode(String topic, String key, Message message, Envelope envelope, Signer signer) {
        try {
            byte[] body = Json.mapper().writeValueAsBytes(message);
            return new WireRecord(topic, key, signed(key, envelope, body, signer), body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    message.getClass().getSimpleName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A signed tombstone: the state under this key is no more. */
    public static WireRecord tombstone(String topic, String key, Envelope envelope, Signer signer) {
        return new WireRecord(topic, key, signed(key, envelope, null, signer), null);
    }

    /** Reads a record without judging its signature; throws {@link MalformedException} for what can never be read. */
    public static <M extends Message> Decoded<M> decode(WireRecord record, Class<M> expected) {
        Envelope envelope = Headers.envelope(record.headers());
        EventType type = EventType.byId(envelope.type())
                .orElseThrow(() -> new MalformedException("the type " + envelope.type() + " is not known here"));
        if (!expected.isAssignableFrom(type.messageClass())) {
            throw new MalformedException("the type " + type.id() + " does not belong on " + record.topic());
        }
        requireWhatItsKindNeeds(type, envelope, record);
        return new Decoded<>(type, envelope, record.key(), body(record, type, expected));
    }

    /** Only state can cease to be; whoever signs says when; a command has an addressee and a deadline. */
    private static void requireWhatItsKindNeeds(EventType type, Envelope envelope, WireRecord record) {
        if (record.value() == null && !type.isState()) {
            throw new MalformedException(type.id() + " has no body; only facts, orders and state may be tombstones");
        }
        if (envelope.time() == null && type.sender() != Sender.ANYONE) {
            throw new MalformedException("the header " + Headers.TIME + " is missing");
        }
        if (Command.class.isAssignableFrom(type.messageClass())) {
            Headers.require(Headers.NODE, envelope.node());
            Headers.require(Headers.EXPIRY, envelope.expiry());
        }
    }

    private static <M extends Message> M body(WireRecord record, EventType type, Class<M> expected) {
        if (record.value() == null) {
            return null;
        }
        try {
            ObjectReader reader = Json.mapper().readerFor(type.messageClass());
            Object value = reader.readValue(record.value());
            if (value == null) {
                throw new MalformedException("the body of " + type.id() + " is null");
            }
            return expected.cast(value);
        } catch (JsonProcessingException e) {
            throw new MalformedException("the body is no " + type.id() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedException("the body cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> signed(String key, Envelope envelope, byte[] body, Signer signer) {
        Map<String, String> headers = Headers.of(envelope);
        Signature signature = signer.sign(SigningInput.of(key, envelope, body));
        headers.put(Headers.KEY_ID, signature.keyId());
        headers.put(Headers.SIGNATURE, signature.base64());
        return headers;
    }
}
