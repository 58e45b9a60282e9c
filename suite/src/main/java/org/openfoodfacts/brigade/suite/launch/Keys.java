package org.openfoodfacts.brigade.suite.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** The signing keys of the five services and the file that names their public halves. Made once; complete or not there. */
public record Keys(Path folder) {
    public Path signingKey(Service service) {
        return folder.resolve(service.id() + ".pem");
    }

    public Path anchors() {
        return folder.resolve("anchors.json");
    }

    /** The anchors are written last, so where they are the keys are. */
    public Keys create() {
        if (Files.exists(anchors())) {
            return this;
        }
        Map<String, String> anchors = new TreeMap<>();
        for (Service service : Service.values()) {
            KeyPair pair = Signer.newKeyPair();
            PrivateFiles.write(signingKey(service), KeyCodec.pem(pair.getPrivate()));
            anchors.put(service.id(), KeyCodec.encode(pair.getPublic()));
        }
        try {
            PrivateFiles.write(anchors(), Json.mapper().writeValueAsString(anchors));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("keys are text", e);
        }
        return this;
    }
}
