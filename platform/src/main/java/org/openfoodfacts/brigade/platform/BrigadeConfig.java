package org.openfoodfacts.brigade.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What each service is given on its machine: its signing key, whom it trusts, and how patient it is. */
@ConfigMapping(prefix = "brigade")
public interface BrigadeConfig {

    Signing signing();

    Trust trust();

    Outbox outbox();

    Commands commands();

    interface Signing {
        /** PKCS#8 PEM file of this service's Ed25519 private key. */
        Path key();
    }

    interface Trust {
        /** JSON file: service id → base64 of its Ed25519 SubjectPublicKeyInfo. */
        Path anchors();
    }

    interface Outbox {
        Duration sweep();
    }

    interface Commands {
        Duration expirySweep();

        /** How long a command that was not accepted may still be on its way back as a report before it counts as expired. */
        @WithDefault("5s")
        Duration expiryGrace();
    }
}
