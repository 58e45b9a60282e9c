package org.openfoodfacts.brigade.benchmarks;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotSchedule;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What planning costs for all datasets of a machine, each with 5,000 snapshots of which most have expired. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RetentionBenchmark {
    private static final int OF_EACH = 5_000;
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final List<SnapshotKind> KINDS = List.of(SnapshotKind.values());
    private static final SnapshotPolicy POLICY =
            new SnapshotPolicy(true, false, true, 0, new Counts(4, 48, 30, 5, 6, 1), Times.USUAL);

    @Param({"1", "20", "200"})
    public int datasets;

    private List<List<Snapshot>> all;

    @Setup
    public void setUp() {
        all = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            all.add(dataset());
        }
    }

    private static List<Snapshot> dataset() {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < OF_EACH; i++) {
            Instant creation = NOW.minusSeconds(3600L * (OF_EACH - i));
            String name =
                    "autosnap_" + creation + "_" + KINDS.get(i % KINDS.size()).word();
            snapshots.add(new Snapshot(name, String.valueOf(i), i, creation, 0, null, null, null));
        }
        return snapshots;
    }

    /** Snapshots to destroy and to take, of all datasets together. */
    @Benchmark
    public int plan() {
        int deeds = 0;
        for (List<Snapshot> snapshots : all) {
            deeds += Retention.plan(POLICY, snapshots, List.of(), 50, NOW)
                    .destroy()
                    .size();
            deeds += SnapshotSchedule.due(POLICY, SnapshotSchedule.newest(snapshots), NOW, ZONE)
                    .size();
        }
        return deeds;
    }
}
