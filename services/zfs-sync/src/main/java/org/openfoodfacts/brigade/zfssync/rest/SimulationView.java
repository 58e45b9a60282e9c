package org.openfoodfacts.brigade.zfssync.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan.Spared;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy;
import org.openfoodfacts.brigade.zfssync.domain.HeldBytes;
import org.openfoodfacts.brigade.zfssync.domain.PolicySimulation;
import org.openfoodfacts.brigade.zfssync.domain.PolicySimulation.Held;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset;

/**
 * What a changed policy would do. {@code freedAtLeast} sums what each snapshot alone holds: blocks that only several of the destroyed ones
 * share come on top, and only ZFS can count those.
 */
public record SimulationView(List<PoolView> pools, List<DatasetView> datasets) {
    private static final int MOST_NAMES = 100;

    public SimulationView {
        pools = List.copyOf(pools);
        datasets = List.copyOf(datasets);
    }

    /** {@code overwritten} is of those datasets of which it can be told, {@code notTold} counts the others; null where it can be told of none. */
    public record PoolView(
            String pool, int destroyed, int onlyByChange, long freedAtLeast, HeldBytes overwritten, int notTold) {
        PoolView plus(PoolView other) {
            return new PoolView(
                    pool,
                    destroyed + other.destroyed,
                    onlyByChange + other.onlyByChange,
                    freedAtLeast + other.freedAtLeast,
                    sum(overwritten, other.overwritten),
                    notTold + other.notTold);
        }
    }

    private static HeldBytes sum(HeldBytes one, HeldBytes other) {
        return Stream.of(one, other)
                .filter(Objects::nonNull)
                .reduce(HeldBytes::plus)
                .orElse(null);
    }

    /**
     * {@code destroyed} at the next round, of these {@code onlyByChange} because of the change; names of at most a hundred each.
     * {@code held} by kind: now, and in steady state before and after; {@code overwritten} the same in
     * bytes, of what was written over and without what was only deleted, null where the pace of writing cannot be told. {@code keepAll} says why nothing is destroyed for now. {@code breaks} are those
     * of an observed dataset that sanoid, which knows of no copies, would destroy although one goes on from them. All null but {@code objection} where the
     * policy cannot be followed.
     */
    public record DatasetView(
            String dataset,
            DatasetPolicy.Mode mode,
            Some destroyed,
            Some onlyByChange,
            Long freedAtLeast,
            List<Spared> spared,
            Map<SnapshotKind, Held> held,
            HeldBytes overwritten,
            String keepAll,
            List<Spared> breaks,
            String objection) {}

    public record Some(int count, List<String> names) {
        static Some of(List<SnapshotRef> snapshots) {
            return new Some(
                    snapshots.size(),
                    snapshots.stream().limit(MOST_NAMES).map(SnapshotRef::name).toList());
        }
    }

    static SimulationView of(List<DatasetView> datasets) {
        Map<String, PoolView> pools = new TreeMap<>();
        datasets.stream()
                .filter(one -> one.destroyed() != null)
                .map(SimulationView::pool)
                .forEach(pool -> pools.merge(pool.pool(), pool, PoolView::plus));
        return new SimulationView(List.copyOf(pools.values()), datasets);
    }

    private static PoolView pool(DatasetView one) {
        return new PoolView(
                DatasetName.pool(one.dataset()),
                one.destroyed().count(),
                one.onlyByChange().count(),
                one.freedAtLeast(),
                one.overwritten(),
                one.overwritten() == null ? 1 : 0);
    }

    static DatasetView dataset(SimulatedDataset one) {
        PolicySimulation simulation = one.simulation();
        return simulation == null
                ? new DatasetView(
                        one.dataset(), one.mode(), null, null, null, null, null, null, null, null, one.objection())
                : new DatasetView(
                        one.dataset(),
                        one.mode(),
                        Some.of(simulation.destroyed().destroy()),
                        Some.of(simulation.onlyByChange()),
                        one.freedAtLeast(),
                        simulation.destroyed().spared().stream()
                                .limit(MOST_NAMES)
                                .toList(),
                        simulation.held(),
                        one.overwritten(),
                        one.keepAll(),
                        one.breaks(),
                        null);
    }
}
