package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How patient a service is with commands. */
@ConfigMapping(prefix = "brigade.commands")
public interface CommandsConfig {

    /** How often overdue commands are looked for. */
    Duration expirySweep();

    /** How long after its deadline a command may still be on its way back as a report before it counts as expired. */
    Duration expiryGrace();
}
