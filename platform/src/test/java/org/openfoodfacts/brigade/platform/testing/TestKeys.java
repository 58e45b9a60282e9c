package org.openfoodfacts.brigade.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** The keys of a test run in a folder: a signing key per service, their anchors, and the key that API tokens are signed with. */
record TestKeys(Path folder) {

    static TestKeys create() {
        try {
            TestKeys keys = new TestKeys(Files.createTempDirectory("brigade-test-keys"));
            Map<String, String> anchors = new TreeMap<>();
            for (Service service : Service.values()) {
                KeyPair pair = Signer.newKeyPair();
                Files.writeString(keys.signingKey(service), KeyCodec.pem(pair.getPrivate()));
                anchors.put(service.id(), KeyCodec.encode(pair.getPublic()));
            }
            Files.writeString(keys.anchors(), Json.mapper().writeValueAsString(anchors));
            keys.writeTokenKey();
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path signingKey(Service service) {
        return folder.resolve(service.id() + ".pem");
    }

    Path anchors() {
        return folder.resolve("anchors.json");
    }

    Path tokenPublicKey() {
        return folder.resolve("token-public.pem");
    }

    Path tokenPrivateKey() {
        return folder.resolve("token-private.pem");
    }

    private void writeTokenKey() throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Files.writeString(tokenPublicKey(), pem("PUBLIC", pair.getPublic().getEncoded()));
            Files.writeString(
                    tokenPrivateKey(), pem("PRIVATE", pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n";
    }
}
