package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How long a record waits before it is tried again: {@code brigade.retries.*}. */
@ConfigMapping(prefix = "brigade.retries")
interface RetriesConfig {
    /** Before the second try; each later one waits twice as long. */
    Duration first();

    /** But none longer than this. */
    Duration longest();
}
