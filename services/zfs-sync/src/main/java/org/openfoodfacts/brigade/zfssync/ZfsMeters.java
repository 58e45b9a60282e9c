package org.openfoodfacts.brigade.zfssync;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.zfssync.GaugeRows.Value;
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
    private final GaugeRows lag;
    private final GaugeRows goal;
    private final GaugeRows state;
    private final GaugeRows behind;
    private final GaugeRows finding;
    private final GaugeRows size;
    private final GaugeRows allocated;
    private final GaugeRows free;
    private final GaugeRows fills;
    private final GaugeRows scrubbed;
    private final GaugeRows errors;
    private final GaugeRows health;
    private final GaugeRows celsius;
    private final GaugeRows troubles;
    private final GaugeRows age;
    private final GaugeRows failed;

    ZfsMeters(MeterRegistry metrics) {
        lag = new GaugeRows(metrics, "brigade.zfs.pair.lag", "seconds");
        goal = new GaugeRows(metrics, "brigade.zfs.pair.goal", "seconds");
        state = new GaugeRows(metrics, "brigade.zfs.pair.state", null);
        behind = new GaugeRows(metrics, "brigade.zfs.pair.behind", "bytes");
        finding = new GaugeRows(metrics, "brigade.zfs.pair.finding", null);
        size = new GaugeRows(metrics, "brigade.zfs.pool.size", "bytes");
        allocated = new GaugeRows(metrics, "brigade.zfs.pool.allocated", "bytes");
        free = new GaugeRows(metrics, "brigade.zfs.pool.free", "bytes");
        fills = new GaugeRows(metrics, "brigade.zfs.pool.fills", "seconds");
        scrubbed = new GaugeRows(metrics, "brigade.zfs.pool.scrubbed", "seconds");
        errors = new GaugeRows(metrics, "brigade.zfs.pool.errors", null);
        health = new GaugeRows(metrics, "brigade.zfs.disk.health", null);
        celsius = new GaugeRows(metrics, "brigade.zfs.disk.temperature", "celsius");
        troubles = new GaugeRows(metrics, "brigade.zfs.policy.troubles", null);
        age = new GaugeRows(metrics, "brigade.zfs.clones.age", "seconds");
        failed = new GaugeRows(metrics, "brigade.zfs.clones.failed", null);
    }

    /** Without a common snapshot there is no lag, and no value of it. */
    void pairs(List<Pair> pairs, Instant now, Duration allowed) {
        lag.set(pairs.stream()
                .filter(pair -> pair.common() != null)
                .map(pair -> row(tags(pair.key()), pair.lag(now).toSeconds())));
        goal.set(pairs.stream()
                .map(pair -> row(tags(pair.key()), pair.goal(allowed).toSeconds())));
        state.set(pairs.stream()
                .map(pair -> row(
                        tags(pair.key()).and("state", pair.state(now, allowed).name()), 1)));
        behind.set(pairs.stream()
                .filter(pair -> pair.source().exists() && pair.behind().bytes() != null)
                .map(pair -> row(tags(pair.key()), pair.behind().bytes())));
    }

    /** 1 for what keeps a copy back; of those that nothing does there is no value. */
    void findings(Collection<FindingRecord> told) {
        finding.set(told.stream()
                .map(one -> row(tags(one.key()).and("kind", one.finding().kind().name()), 1)));
    }

    void pools(List<NodePool> pools) {
        size.set(rows(pools, Pool::sizeBytes));
        allocated.set(rows(pools, Pool::allocatedBytes));
        free.set(rows(pools, Pool::freeBytes));
    }

    /** Of what is not likely to fill there is no value. */
    void forecasts(List<PoolRecord> pools, Instant now) {
        fills.set(pools.stream()
                .flatMap(pool -> pool.forecast().likely().stream()
                        .map(day ->
                                row(tags(pool.key()), Duration.between(now, day).toSeconds()))));
    }

    /** Of a pool whose last scrub is not known there is no age of it. */
    void statuses(Map<PoolRecord.Key, PoolStatus> pools, Instant now) {
        List<Value> ages = new ArrayList<>();
        List<Value> sums = new ArrayList<>();
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
        scrubbed.set(ages.stream());
        errors.set(sums.stream());
    }

    /** 1 for each disk's health; of those that tell no temperature there is no value of it. */
    void disks(List<DiskRecord> disks) {
        health.set(disks.stream()
                .map(disk -> row(tags(disk).and("health", disk.health().health().name()), 1)));
        celsius.set(disks.stream()
                .filter(disk -> disk.disk().wear() != null && disk.disk().wear().celsius() != null)
                .map(disk -> row(tags(disk), disk.disk().wear().celsius())));
    }

    private static Tags tags(DiskRecord disk) {
        return Tags.of("node", disk.node(), "disk", disk.id());
    }

    /** How many managed datasets of each node are not kept by their policy. */
    void troubles(Map<String, Integer> byNode) {
        troubles.set(byNode.entrySet().stream().map(entry -> row(Tags.of("node", entry.getKey()), entry.getValue())));
    }

    /** By the newest refresh of each set; where that did not come to swap, nobody knows the age from it, and there is no value. */
    void clones(List<Refresh> latest, Instant now) {
        age.set(latest.stream()
                .filter(refresh -> refresh.progress().swapped())
                .map(refresh -> row(
                        tags(refresh.set()),
                        Duration.between(refresh.plan().moment().at(), now).toSeconds())));
        failed.set(latest.stream()
                .map(refresh -> row(tags(refresh.set()), refresh.phase() instanceof RefreshPhase.Failed ? 1 : 0)));
    }

    private static Tags tags(StagingClones set) {
        return Tags.of("node", set.node(), "clones", set.name());
    }

    private static Stream<Value> rows(List<NodePool> pools, ToLongFunction<Pool> bytes) {
        return pools.stream()
                .map(one -> row(Tags.of("node", one.node(), "pool", one.pool().name()), bytes.applyAsLong(one.pool())));
    }

    private static Tags tags(PoolRecord.Key pool) {
        return Tags.of("node", pool.node(), "pool", pool.pool());
    }

    private static Tags tags(Pair.Key pair) {
        return Tags.of("source_node", pair.sourceNode(), "target_node", pair.node(), "dataset", pair.target());
    }

    private static Value row(Tags tags, long value) {
        return new Value(tags, value);
    }
}
