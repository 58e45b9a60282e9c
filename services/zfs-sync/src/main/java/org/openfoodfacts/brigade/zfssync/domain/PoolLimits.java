package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;

/**
 * The share of its size from which a pool counts as full, above 0 and at most 1, how long before that day it is warned of, and how old its last scrub may
 * be.
 */
public record PoolLimits(double full, Duration warning, Duration scrub) {
    public PoolLimits {
        if (!(full > 0 && full <= 1)) {
            throw new IllegalArgumentException(
                    "a pool is full at a share above 0 and at most 1 of its size, not " + full);
        }
    }
}
