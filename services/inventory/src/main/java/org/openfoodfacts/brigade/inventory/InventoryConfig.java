package org.openfoodfacts.brigade.inventory;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the configuration repository is, how silence is judged, and how long the journal remembers. */
@ConfigMapping(prefix = "brigade.inventory")
public interface InventoryConfig {

    /** Path or URL of the configuration repository; without one nothing is imported. */
    Optional<String> repository();

    String revision();

    /** Where clones of a remote repository are kept; may be lost at any time. */
    Path cache();

    String importEvery();

    String lostSweep();

    /** Events older than this are forgotten. */
    Duration journalRetention();

    /** How often a follower of the journal looks for new events. */
    Duration journalPoll();
}
