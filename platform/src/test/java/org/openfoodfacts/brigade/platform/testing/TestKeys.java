package org.openfoodfacts.brigade.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** The keys of a test run in a folder: a signing key per service, and their anchors. */
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
}
