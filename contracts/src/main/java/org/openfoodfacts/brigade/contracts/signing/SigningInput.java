package org.openfoodfacts.brigade.contracts.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openfoodfacts.brigade.contracts.wire.Envelope;

/**
 * The bytes that are signed: everything that decides what a message means and to whom. Each field is preceded by its length, so no two
 * different messages share an input. A null body (a tombstone) differs from an empty one.
 */
public final class SigningInput {
    private static final String DOMAIN = "brigade-message-v1";
    private static final byte[] ABSENT = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    private SigningInput() {}

    public static byte[] of(String recordKey, Envelope envelope, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, DOMAIN);
        field(out, envelope.type());
        field(out, envelope.source());
        field(out, envelope.id());
        field(out, envelope.time() == null ? null : envelope.time().toString());
        field(out, envelope.node());
        field(out, envelope.subject());
        field(out, envelope.expiry() == null ? null : envelope.expiry().toString());
        field(out, recordKey);
        field(out, body);
        return out.toByteArray();
    }

    /** Appends one field with its length; a null text is different from the empty one. */
    public static void field(ByteArrayOutputStream out, String text) {
        field(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void field(ByteArrayOutputStream out, byte[] bytes) {
        if (bytes == null) {
            out.writeBytes(ABSENT);
            return;
        }
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
