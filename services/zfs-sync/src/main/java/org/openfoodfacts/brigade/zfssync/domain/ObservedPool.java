package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;

/** A pool as the newest facts of its node show it. {@code state} is zpool's own word; {@code status} is null where the agent does not tell of devices. */
public record ObservedPool(PoolRecord.Key key, String state, PoolStatus status, PoolPoint now) {

    /** {@code status} is null where the agent does not tell of devices. */
    public static ObservedPool of(String node, Pool pool, PoolStatus status, Instant observedAt) {
        return new ObservedPool(
                new PoolRecord.Key(node, pool.name()),
                pool.health(),
                status,
                new PoolPoint(observedAt, pool.guid(), pool.sizeBytes(), pool.allocatedBytes()));
    }

    PoolHealth health(List<PoolPoint> history, PoolLimits limits, Instant at) {
        return PoolHealth.of(state, status, status != null && isUnscrubbed(history, limits.scrub(), at));
    }

    /** One of which no scrub is known has had its time, too, when it was there before that began, or for as long as is remembered. */
    private boolean isUnscrubbed(List<PoolPoint> history, Duration limit, Instant at) {
        if (status.scrubbedAt() != null) {
            return status.scrubbedAt().isBefore(at.minus(limit));
        }
        Duration remembered = PoolForecast.MEMORY.minusDays(1);
        Instant since = at.minus(limit.compareTo(remembered) < 0 ? limit : remembered);
        return history.stream()
                .anyMatch(point -> point.guid().equals(now.guid()) && point.at().isBefore(since));
    }
}
