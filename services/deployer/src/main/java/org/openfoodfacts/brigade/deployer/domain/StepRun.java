package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One step of one deployment. {@code endedAt}, {@code succeeded} and {@code detail} are null while it runs; {@code late} is what the node
 * reported after the step had been given up.
 */
public record StepRun(
        Step step, UUID commandId, Instant startedAt, Instant endedAt, Boolean succeeded, String detail, String late) {

    /** Null while it runs. */
    public Duration took() {
        return endedAt == null ? null : Duration.between(startedAt, endedAt);
    }
}
