package org.openfoodfacts.brigade.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Source;

/** Who this process is on the bus: its service, its signing key, and the public keys of all services (the trust anchors). */
@ApplicationScoped
public class ServiceIdentity {
    private final Service service;
    private final Signer signer;
    private final Map<String, String> anchors;

    public ServiceIdentity(@ConfigProperty(name = "quarkus.application.name") String name, IdentityConfig config) {
        this.service = Service.of(name)
                .orElseThrow(() -> new IllegalStateException("quarkus.application.name=" + name + " is no service"));
        this.anchors = readAnchors(config.trustAnchors());
        this.signer = readSigner(config.signingKey());
    }

    public Service service() {
        return service;
    }

    public String source() {
        return Source.of(service);
    }

    public Signer signer() {
        return signer;
    }

    /** Kafka user of each service → its public key in base64. */
    public Map<String, String> anchors() {
        return anchors;
    }

    public PublicKeys serviceKeys() {
        return PublicKeys.of(anchors);
    }

    private Signer readSigner(Path file) {
        try {
            String owner = service.kafkaUser();
            String anchor = anchors.get(owner);
            if (anchor == null) {
                throw new IllegalStateException("brigade.identity.trust-anchors has no key of " + service.id());
            }
            PublicKey publicKey = KeyCodec.publicKey(anchor);
            return new Signer(owner, KeyCodec.privateKey(Files.readString(file)), publicKey);
        } catch (IOException e) {
            throw new UncheckedIOException("brigade.identity.signing-key=" + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("brigade.identity.signing-key=" + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> readAnchors(Path file) {
        try {
            Map<?, ?> byService = Json.mapper().readValue(Files.readString(file), Map.class);
            Map<String, String> byUser = new HashMap<>();
            byService.forEach((id, key) -> byUser.put(
                    Service.of(String.valueOf(id))
                            .orElseThrow(() -> new IllegalStateException(
                                    "brigade.identity.trust-anchors=" + file + ": '" + id + "' is no service"))
                            .kafkaUser(),
                    String.valueOf(key)));
            return Map.copyOf(byUser);
        } catch (IOException e) {
            throw new UncheckedIOException("brigade.identity.trust-anchors=" + file + " cannot be read", e);
        }
    }
}
