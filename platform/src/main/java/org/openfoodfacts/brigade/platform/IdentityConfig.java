package org.openfoodfacts.brigade.platform;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Who a service is on the bus and whom it believes. */
@ConfigMapping(prefix = "brigade.identity")
public interface IdentityConfig {

    /** PKCS#8 PEM file of this service's Ed25519 private key. */
    Path signingKey();

    /** JSON file: service id → base64 of its Ed25519 SubjectPublicKeyInfo. */
    Path trustAnchors();
}
