package org.openfoodfacts.brigade.suite.simulation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Numbers that look like a machine's and are always the same for the same node and thing. */
final class Plausible {
    private Plausible() {}

    /** A 64-bit unsigned number in decimal, never 0. */
    static String guid(String node, String thing) {
        return Long.toUnsignedString(hash(node, "guid " + thing) | 1);
    }

    static long between(String node, String thing, long least, long most) {
        return least + Math.floorMod(hash(node, thing), Math.max(1, most - least + 1));
    }

    private static long hash(String node, String thing) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((node + "\n" + thing).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
