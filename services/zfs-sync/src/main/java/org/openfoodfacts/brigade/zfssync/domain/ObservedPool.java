package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;

/** A pool as the newest facts of its node show it. */
public record ObservedPool(PoolRecord.Key key, PoolHealth health, PoolPoint now) {

    /** {@code status} is null where the agent does not tell of devices. */
    public static ObservedPool of(String node, Pool pool, PoolStatus status, Instant observedAt) {
        return new ObservedPool(
                new PoolRecord.Key(node, pool.name()),
                PoolHealth.of(pool.health(), status),
                new PoolPoint(observedAt, pool.guid(), pool.sizeBytes(), pool.allocatedBytes()));
    }
}
