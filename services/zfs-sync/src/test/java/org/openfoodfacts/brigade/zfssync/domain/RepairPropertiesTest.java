package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;

/** Two ends in any state: a plan that is possible and carried out lets the next step be planned, and never destroys what both have. */
class RepairPropertiesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

    @Property(tries = 5000)
    void whatIsRepairedCanGoOnAndNothingCommonIsDestroyed(@ForAll long seed) {
        Sight sight = sight(new Random(seed));
        Optional<RepairPlan> plan = RepairPlanner.plan(sight, TODAY).filter(RepairPlan::isPossible);
        if (plan.isEmpty()) {
            return;
        }
        Set<String> common = sight.source().snapshots().stream()
                .map(Snapshot::guid)
                .filter(guid -> sight.target().snapshots().stream()
                        .anyMatch(own -> own.guid().equals(guid)))
                .collect(Collectors.toSet());
        DatasetState target = sight.target();
        for (Deed deed : plan.get().deeds()) {
            assertThat(destroyed(deed)).noneMatch(gone -> common.contains(gone.guid()));
            target = after(target, deed);
        }
        assertThat(ReplicationPlanner.plan(sight.source(), target))
                .as("after %s", plan.get())
                .isNotInstanceOf(ReplicationPlan.Blocked.class);
    }

    @Property(tries = 5000)
    void whatGoesByItselfTakesOnlyWhatHoldsNothing(@ForAll long seed) {
        Sight sight = sight(new Random(seed));
        byItself(sight).ifPresent(plan -> {
            assertThat(sight.target().writtenBytes()).isZero();
            Set<SnapshotRef> gone = plan.deeds().stream()
                    .flatMap(deed -> destroyed(deed).stream())
                    .collect(Collectors.toSet());
            assertThat(sight.target().snapshots())
                    .filteredOn(own -> gone.contains(new SnapshotRef(own.name(), own.guid())))
                    .allSatisfy(own -> {
                        assertThat(own.writtenBytes()).isZero();
                        assertThat(own.holds()).isEmpty();
                        assertThat(own.clones()).isEmpty();
                    });
        });
    }

    /** What the copy's own copy has by now may be more than its facts show: all that it can have is what the copy has, or had. */
    @Property(tries = 5000)
    void noCommonSnapshotOfAnyPairInAChainGoesUnasked(@ForAll long seed) {
        Random random = new Random(seed);
        SightSample copy = sample(random);
        List<Snapshot> has = copy.sight().target().snapshots();
        List<Snapshot> brought = some(has, random);
        List<Snapshot> shown = brought.subList(0, random.nextInt(brought.size() + 1));
        boolean chained = random.nextBoolean();
        Sight sight = (chained ? copy.beside(SightSample.onward(newest(shown))) : copy).sight();
        byItself(sight).ifPresent(plan -> {
            String common = chained ? newest(brought) : null;
            assertThat(plan.deeds())
                    .allSatisfy(deed -> assertThat(destroyed(deed))
                            .noneMatch(gone -> gone.guid().equals(common)));
        });
    }

    private static Optional<RepairPlan> byItself(Sight sight) {
        Optional<RepairPlan> plan = RepairPlanner.plan(sight, TODAY).filter(RepairPlan::goesByItself);
        Statistics.label("goes by itself")
                .collect(plan.isPresent())
                .coverage(seen -> seen.check(true).count(times -> times > 0));
        return plan;
    }

    private static List<Snapshot> some(List<Snapshot> all, Random random) {
        return all.stream()
                .sorted(Comparator.comparingLong(Snapshot::createTxg))
                .filter(_ -> random.nextBoolean())
                .toList();
    }

    private static String newest(List<Snapshot> snapshots) {
        return snapshots.isEmpty() ? null : snapshots.getLast().guid();
    }

    private static List<SnapshotRef> destroyed(Deed deed) {
        return switch (deed) {
            case Deed.RollBack back -> back.beyond();
            case Deed.Destroy destroy -> destroy.snapshots();
            case Deed.Rename _ -> List.of();
        };
    }

    /** What the machine has when it has done as it was told. */
    private static DatasetState after(DatasetState target, Deed deed) {
        return switch (deed) {
            case Deed.Rename _ -> DatasetState.MISSING;
            case Deed.RollBack _, Deed.Destroy _ -> {
                List<SnapshotRef> gone = destroyed(deed);
                yield new DatasetState(
                        true,
                        target.snapshots().stream()
                                .filter(own -> !gone.contains(new SnapshotRef(own.name(), own.guid())))
                                .toList(),
                        target.bookmarks(),
                        target.resumeToken(),
                        deed instanceof Deed.RollBack ? 0 : target.writtenBytes(),
                        target.encrypted());
            }
        };
    }

    private static Sight sight(Random random) {
        return sample(random).sight();
    }

    private static SightSample sample(Random random) {
        SightSample sample = new SightSample();
        int count = 1 + random.nextInt(8);
        List<Snapshot> source = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Snapshot snapshot = SightSample.snapshot(
                    taken(number, random),
                    number,
                    (long) random.nextInt(3),
                    random.nextInt(12) == 0 ? List.of("keep") : List.of(),
                    random.nextInt(12) == 0 ? List.of("copy/clone") : List.of());
            boolean atSource = random.nextInt(3) > 0;
            if (atSource) {
                source.add(snapshot);
            }
            if (random.nextBoolean()) {
                sample.target(atSource ? snapshot : renamed(snapshot, source, random));
            }
        }
        sample.source(source.toArray(Snapshot[]::new));
        if (random.nextInt(4) == 0) {
            sample.written(random.nextInt(3));
        }
        if (random.nextInt(12) == 0) {
            sample.encryptedSource();
        }
        return sample;
    }

    private static String taken(int number, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "syncoid_c_2026-11-29:00:00:0" + number + "-GMT00:00";
            case 1 -> "s" + random.nextInt(6) + "-" + number;
            default -> "autosnap_2026-11-29_00:00:0" + number + "_daily";
        };
    }

    /** Now and then under a name that the source has for another. */
    private static Snapshot renamed(Snapshot own, List<Snapshot> source, Random random) {
        if (source.isEmpty() || random.nextBoolean()) {
            return own;
        }
        Snapshot other = source.get(random.nextInt(source.size()));
        return SightSample.snapshot(
                other.name(), (int) own.createTxg() + 100, own.writtenBytes(), own.holds(), own.clones());
    }
}
