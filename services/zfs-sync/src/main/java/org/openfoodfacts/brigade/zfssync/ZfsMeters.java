package org.openfoodfacts.brigade.zfssync;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.zfssync.domain.DiskRecord;
import org.openfoodfacts.brigade.zfssync.domain.FindingRecord;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodePool;

/** What {@code /metrics} says of pairs, pools, policies and staging clones: as the last sweep saw them, so that a scrape asks the database nothing. */
@ApplicationScoped
public class ZfsMeters {
    private final MultiGauge lag;
    private final MultiGauge goal;
    private final MultiGauge state;
    private final MultiGauge behind;
    private final MultiGauge finding;
    private final MultiGauge size;
    private final MultiGauge allocated;
    private final MultiGauge free;
    private final MultiGauge fills;
    private final MultiGauge scrubbed;
    private final MultiGauge errors;
    private final MultiGauge health;
    private final MultiGauge celsius;
    private final MultiGauge troubles;
    private final MultiGauge age;
    private final MultiGauge failed;

    ZfsMeters(MeterRegistry metrics) {
        lag = gauge(metrics, "brigade.zfs.pair.lag", "seconds");
        goal = gauge(metrics, "brigade.zfs.pair.goal", "seconds");
        state = gauge(metrics, "brigade.zfs.pair.state", null);
        behind = gauge(metrics, "brigade.zfs.pair.behind", "bytes");
        finding = gauge(metrics, "brigade.zfs.pair.finding", null);
        size = gauge(metrics, "brigade.zfs.pool.size", "bytes");
        allocated = gauge(metrics, "brigade.zfs.pool.allocated", "bytes");
        free = gauge(metrics, "brigade.zfs.pool.free", "bytes");
        fills = gauge(metrics, "brigade.zfs.pool.fills", "seconds");
        scrubbed = gauge(metrics, "brigade.zfs.pool.scrubbed", "seconds");
        errors = gauge(metrics, "brigade.zfs.pool.errors", null);
        health = gauge(metrics, "brigade.zfs.disk.health", null);
        celsius = gauge(metrics, "brigade.zfs.disk.temperature", "celsius");
        troubles = gauge(metrics, "brigade.zfs.policy.troubles", null);
        age = gauge(metrics, "brigade.zfs.clones.age", "seconds");
        failed = gauge(metrics, "brigade.zfs.clones.failed", null);
    }

    private static MultiGauge gauge(MeterRegistry metrics, String name, String unit) {
        return MultiGauge.builder(name).baseUnit(unit).register(metrics);
    }

    /** Without a common snapshot there is no lag, and no value of it. */
    void pairs(List<Pair> pairs, Instant now, Duration allowed) {
        lag.register(
                pairs.stream()
                        .filter(pair -> pair.common() != null)
                        .<Row<?>>map(pair -> row(tags(pair.key()), pair.lag(now).toSeconds()))
                        .toList(),
                true);
        goal.register(
                pairs.stream()
                        .<Row<?>>map(
                                pair -> row(tags(pair.key()), pair.goal(allowed).toSeconds()))
                        .toList(),
                true);
        state.register(
                pairs.stream()
                        .<Row<?>>map(pair -> row(
                                tags(pair.key())
                                        .and("state", pair.state(now, allowed).name()),
                                1))
                        .toList(),
                true);
        behind.register(
                pairs.stream()
                        .filter(pair -> pair.source().exists() && pair.behind().bytes() != null)
                        .<Row<?>>map(pair -> row(tags(pair.key()), pair.behind().bytes()))
                        .toList(),
                true);
    }

    /** 1 for what keeps a copy back; of those that nothing does there is no value. */
    void findings(Collection<FindingRecord> told) {
        finding.register(
                told.stream()
                        .<Row<?>>map(one -> row(
                                tags(one.key()).and("kind", one.finding().kind().name()), 1))
                        .toList(),
                true);
    }

    void pools(List<NodePool> pools) {
        size.register(rows(pools, Pool::sizeBytes), true);
        allocated.register(rows(pools, Pool::allocatedBytes), true);
        free.register(rows(pools, Pool::freeBytes), true);
    }

    /** Of what is not likely to fill there is no value. */
    void forecasts(List<PoolRecord> pools, Instant now) {
        fills.register(
                pools.stream()
                        .flatMap(pool -> pool.forecast().likely().stream()
                                .<Row<?>>map(day -> row(
                                        tags(pool.key()),
                                        Duration.between(now, day).toSeconds())))
                        .toList(),
                true);
    }

    /** Of a pool whose last scrub is not known there is no age of it. */
    void statuses(Map<PoolRecord.Key, PoolStatus> pools, Instant now) {
        List<Row<?>> ages = new ArrayList<>();
        List<Row<?>> sums = new ArrayList<>();
        pools.forEach((key, status) -> {
            if (status.scrubbedAt() != null) {
                ages.add(row(
                        tags(key), Duration.between(status.scrubbedAt(), now).toSeconds()));
            }
            sums.add(row(
                    tags(key),
                    status.devices().stream()
                            .mapToLong(one -> one.readErrors() + one.writeErrors() + one.checksumErrors())
                            .sum()));
        });
        scrubbed.register(ages, true);
        errors.register(sums, true);
    }

    /** 1 for each disk's health; of those that tell no temperature there is no value of it. */
    void disks(List<DiskRecord> disks) {
        health.register(
                disks.stream()
                        .<Row<?>>map(disk -> row(
                                tags(disk).and("health", disk.health().health().name()), 1))
                        .toList(),
                true);
        celsius.register(
                disks.stream()
                        .filter(disk ->
                                disk.disk().wear() != null && disk.disk().wear().celsius() != null)
                        .<Row<?>>map(disk -> row(tags(disk), disk.disk().wear().celsius()))
                        .toList(),
                true);
    }

    private static Tags tags(DiskRecord disk) {
        return Tags.of("node", disk.node(), "disk", disk.id());
    }

    /** How many managed datasets of each node are not kept by their policy. */
    void troubles(Map<String, Integer> byNode) {
        troubles.register(
                byNode.entrySet().stream()
                        .<Row<?>>map(entry -> row(Tags.of("node", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
    }

    /** By the newest refresh of each set; where that did not come to swap, nobody knows the age from it, and there is no value. */
    void clones(List<Refresh> latest, Instant now) {
        age.register(
                latest.stream()
                        .filter(refresh -> refresh.progress().swapped())
                        .<Row<?>>map(refresh -> row(
                                tags(refresh.set()),
                                Duration.between(refresh.plan().moment().at(), now)
                                        .toSeconds()))
                        .toList(),
                true);
        failed.register(
                latest.stream()
                        .<Row<?>>map(refresh ->
                                row(tags(refresh.set()), refresh.phase() instanceof RefreshPhase.Failed ? 1 : 0))
                        .toList(),
                true);
    }

    private static Tags tags(StagingClones set) {
        return Tags.of("node", set.node(), "clones", set.name());
    }

    private static List<Row<?>> rows(List<NodePool> pools, ToLongFunction<Pool> bytes) {
        return pools.stream()
                .<Row<?>>map(one ->
                        row(Tags.of("node", one.node(), "pool", one.pool().name()), bytes.applyAsLong(one.pool())))
                .toList();
    }

    private static Tags tags(PoolRecord.Key pool) {
        return Tags.of("node", pool.node(), "pool", pool.pool());
    }

    private static Tags tags(Pair.Key pair) {
        return Tags.of("source_node", pair.sourceNode(), "target_node", pair.node(), "dataset", pair.target());
    }

    private static Row<?> row(Tags tags, long value) {
        return Row.of(tags, value);
    }
}
