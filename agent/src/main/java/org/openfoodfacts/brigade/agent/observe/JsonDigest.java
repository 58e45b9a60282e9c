package org.openfoodfacts.brigade.agent.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** How long the JSON of a fact is, and its SHA-256 in hexadecimal; it is not kept for that. */
record JsonDigest(long bytes, String sha256) {
    static JsonDigest of(Fact fact) {
        try (Passing passing = new Passing(MessageDigest.getInstance("SHA-256"))) {
            Json.mapper().writeValue(passing, fact);
            return new JsonDigest(passing.bytes, HexFormat.of().formatHex(passing.digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(fact.getClass().getSimpleName() + " cannot be written as JSON", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Passing extends OutputStream {
        private final MessageDigest digest;
        private long bytes;

        private Passing(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(int single) {
            digest.update((byte) single);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            digest.update(buffer, offset, length);
            bytes += length;
        }
    }
}
