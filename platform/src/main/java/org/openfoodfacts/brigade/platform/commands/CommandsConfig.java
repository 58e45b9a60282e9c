package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How patient a service is with commands. */
@ConfigMapping(prefix = "brigade.commands")
public interface CommandsConfig {

    /** How often commands to be given up are looked for. */
    Duration expirySweep();

    /** How long after its deadline a command may still be on its way back as a report before it counts as expired. */
    Duration expiryGrace();

    /** How long a command that was accepted may be silent, beyond its own time limit, before it counts as lost. */
    Duration silence();

    /** How often commands are looked for that are older than {@link #retention()}. */
    Duration pruneEvery();

    /** How long a command that ended is kept, with its output. */
    Duration retention();
}
