package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolSpace;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolStanding;

/**
 * The pools as they are now, and what differs from how they were last stored. One event whenever space or health is another, so that neither hides
 * the other; also when a pool is first seen and when its node no longer shows it, so that the events of a pool tell all its states.
 */
public record PoolChanges(
        List<PoolRecord> present, List<PoolRecord> stored, List<PoolRecord> gone, List<PoolChanged> events) {
    public PoolChanges {
        present = List.copyOf(present);
        stored = List.copyOf(stored);
        gone = List.copyOf(gone);
        events = List.copyOf(events);
    }

    /** {@code history} may lack a pool. */
    public static PoolChanges of(
            Map<PoolRecord.Key, PoolRecord> before,
            Collection<ObservedPool> pools,
            Map<PoolRecord.Key, List<PoolPoint>> history,
            PoolLimits limits,
            Instant now) {
        Map<PoolRecord.Key, PoolRecord> left = new HashMap<>(before);
        List<PoolRecord> present = new ArrayList<>();
        List<PoolRecord> stored = new ArrayList<>();
        List<PoolChanged> events = new ArrayList<>();
        for (ObservedPool pool : pools) {
            PoolRecord old = left.remove(pool.key());
            List<PoolPoint> days = history.getOrDefault(pool.key(), List.of());
            PoolForecast forecast = PoolForecast.of(days, pool.now(), limits.full());
            PoolRecord next = next(old, pool, pool.health(days, limits, now), forecast, limits, now);
            present.add(next);
            if (!next.equals(old)) {
                stored.add(next);
            }
            if (!Objects.equals(standing(old), standing(next))) {
                events.add(new PoolChanged(
                        next.key().node(),
                        next.key().pool(),
                        standing(old),
                        standing(next),
                        now,
                        space(pool.now(), forecast.fillsAt())));
            }
        }
        left.values()
                .forEach(old -> events.add(
                        new PoolChanged(old.key().node(), old.key().pool(), standing(old), null, now, null)));
        return new PoolChanges(present, stored, List.copyOf(left.values()), events);
    }

    private static PoolRecord next(
            PoolRecord old,
            ObservedPool pool,
            PoolHealth health,
            PoolForecast forecast,
            PoolLimits limits,
            Instant now) {
        PoolRecord.Space space =
                PoolRecord.Space.of(old == null ? null : old.space(), pool.now(), forecast, now, limits);
        return new PoolRecord(
                pool.key(),
                space,
                old != null && old.space() == space ? old.since() : now,
                health,
                old != null && old.health().equals(health) ? old.healthSince() : now,
                forecast);
    }

    private static PoolStanding standing(PoolRecord pool) {
        if (pool == null) {
            return null;
        }
        PoolHealth health = pool.health();
        return new PoolStanding(
                pool.space().name(), health.state(), health.devices(), health.damaged(), health.unscrubbed());
    }

    private static PoolSpace space(PoolPoint now, PoolForecast.FillsAt fillsAt) {
        return fillsAt == null
                ? new PoolSpace(now.sizeBytes(), now.allocatedBytes(), null, null, null)
                : new PoolSpace(
                        now.sizeBytes(), now.allocatedBytes(), fillsAt.early(), fillsAt.likely(), fillsAt.late());
    }
}
