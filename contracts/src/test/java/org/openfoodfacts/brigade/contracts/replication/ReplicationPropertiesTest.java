package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotOwner;

/** Every plan is carried out on a model of both ends that refuses what OpenZFS refuses, over random lives of a pair. */
class ReplicationPropertiesTest {
    private static final Instant SOME_TIME = Instant.parse("2026-05-10T12:00:00Z");
    private static final List<String> PASSING =
            List.of("vzdump", "__replicate_1-0_17__", "syncoid_b_2026-05-10:12:00:00");

    /** Both ends of a pair. Everything of one life comes from its seed. */
    private static final class Pair {
        private final Random random;
        private final List<Snapshot> source = new ArrayList<>();
        private final List<Bookmark> bookmarks = new ArrayList<>();
        private final List<Snapshot> target = new ArrayList<>();
        private boolean targetExists;
        private boolean written;
        private List<Snapshot> cut;
        private long txg;

        private Pair(long seed) {
            random = new Random(seed);
        }

        private void live() {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> take("s" + txg);
                case 5 -> take(PASSING.get(random.nextInt(PASSING.size())));
                case 6 -> take("n" + random.nextInt(3));
                case 7 -> someOf(source).ifPresent(source::remove);
                case 8 -> someOf(source).ifPresent(s -> source.set(source.indexOf(s), named(s, "r" + ++txg)));
                case 9 ->
                    someOf(source)
                            .ifPresent(
                                    s -> bookmarks.add(new Bookmark("b" + ++txg, s.guid(), s.createTxg(), SOME_TIME)));
                case 10 ->
                    someOf(target.subList(0, Math.max(0, target.size() - 1))).ifPresent(target::remove);
                case 11 -> disturb();
                default -> {
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        carryOut(plan(), random.nextInt(3) == 0);
                    }
                }
            }
        }

        private void disturb() {
            if (targetExists && cut == null && random.nextInt(3) == 0) {
                if (random.nextBoolean()) {
                    written = true;
                } else {
                    target.add(snapshot("own" + ++txg, "own-guid" + txg, txg));
                }
            }
        }

        private void take(String name) {
            source.removeIf(snapshot -> snapshot.name().equals(name));
            txg++;
            source.add(snapshot(name, "guid" + txg, txg));
        }

        private Optional<Snapshot> someOf(List<Snapshot> snapshots) {
            return snapshots.isEmpty()
                    ? Optional.empty()
                    : Optional.of(snapshots.get(random.nextInt(snapshots.size())));
        }

        private DatasetState sourceState() {
            return DatasetState.of(source, bookmarks);
        }

        private ReplicationPlan plan() {
            DatasetState targetState = new DatasetState(
                    targetExists, target, List.of(), cut == null ? null : "token", written ? 1 : 0, false);
            return ReplicationPlanner.plan(sourceState(), targetState);
        }

        /** What ZFS does with it, and what it would refuse. */
        private void carryOut(ReplicationPlan plan, boolean cutIt) {
            switch (plan) {
                case Full full -> {
                    assertThat(targetExists)
                            .as("a full stream needs a target that is not there")
                            .isFalse();
                    receive(List.of(at(full.to())), cutIt);
                }
                case Incremental step -> {
                    assertThat(written).as("written to").isFalse();
                    assertThat(target.getLast().guid())
                            .as("a step begins at the target's newest: no rollback")
                            .isEqualTo(step.from().point().guid());
                    List<Snapshot> travels = new ArrayList<>(
                            step.intermediates().stream().map(this::at).toList());
                    travels.add(at(step.to()));
                    assertBetween(step, travels);
                    receive(travels, cutIt);
                }
                case Resume _ -> {
                    if (source.containsAll(cut)) {
                        List<Snapshot> rest = cut;
                        cut = null;
                        receive(rest, false);
                    } else {
                        abort(); // the token is dead
                    }
                }
                case InSync _, Blocked _ -> {}
            }
        }

        private void abort() {
            cut = null;
            targetExists = !target.isEmpty();
        }

        /** {@code zfs send -I} takes what lies between, whatever the plan says. */
        private void assertBetween(Incremental step, List<Snapshot> travels) {
            long since = sourceTxg(step.from().point().guid());
            if (step.from().bookmark()) {
                assertThat(bookmarks)
                        .extracting(Bookmark::name)
                        .contains(step.from().point().name());
            } else {
                assertThat(at(step.from().point())).isNotNull();
            }
            long to = travels.getLast().createTxg();
            assertThat(to).isGreaterThan(since);
            if (!step.intermediates().isEmpty()) {
                assertThat(step.from().bookmark()).isFalse();
                assertThat(source.stream().filter(s -> s.createTxg() > since && s.createTxg() <= to))
                        .containsExactlyElementsOf(travels);
            }
        }

        private void receive(List<Snapshot> travels, boolean cutIt) {
            targetExists = true;
            for (Snapshot snapshot : travels) {
                assertThat(SnapshotOwner.of(snapshot.name())).isNotIn(SnapshotOwner.PROXMOX, SnapshotOwner.SYNCOID);
                assertThat(target).extracting(Snapshot::name).doesNotContain(snapshot.name());
                if (cutIt && random.nextBoolean()) {
                    cut = List.of(snapshot);
                    return;
                }
                target.add(snapshot(snapshot.name(), snapshot.guid(), ++txg));
            }
        }

        private long sourceTxg(String guid) {
            return Stream.concat(
                            source.stream().filter(s -> s.guid().equals(guid)).map(Snapshot::createTxg),
                            bookmarks.stream()
                                    .filter(b -> b.guid().equals(guid))
                                    .map(Bookmark::createTxg))
                    .findFirst()
                    .orElseThrow();
        }

        private Snapshot at(SnapshotRef ref) {
            return source.stream()
                    .filter(s -> s.guid().equals(ref.guid()) && s.name().equals(ref.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the source has no " + ref));
        }

        private static Snapshot named(Snapshot snapshot, String name) {
            return snapshot(name, snapshot.guid(), snapshot.createTxg());
        }

        private static Snapshot snapshot(String name, String guid, long txg) {
            return new Snapshot(name, guid, txg, SOME_TIME, 0, null, null, null);
        }
    }

    @Property(tries = 1000)
    void everyPairEndsInSyncOrBlocked(@ForAll long seed, @ForAll @IntRange(max = 80) int events) {
        Pair pair = lived(seed, events);
        int most = pair.source.size() + 3;
        for (int i = 0; i < most; i++) {
            pair.carryOut(pair.plan(), false);
        }

        assertThat(pair.plan()).isInstanceOfAny(InSync.class, Blocked.class);
        if (pair.plan() instanceof InSync) {
            long newestCommon = pair.sourceTxg(pair.target.getLast().guid());
            assertThat(pair.source)
                    .filteredOn(s -> s.createTxg() > newestCommon)
                    .allMatch(s -> SnapshotOwner.of(s.name()) != SnapshotOwner.UNKNOWN);
        }
    }

    @Property(tries = 500)
    void aLostConnectionNeverLosesASnapshotOfTheTarget(@ForAll long seed, @ForAll @IntRange(max = 60) int events) {
        Pair pair = lived(seed, events);
        List<Snapshot> before = List.copyOf(pair.target);
        for (int i = 0; i < 5; i++) {
            pair.carryOut(pair.plan(), true);
        }

        assertThat(pair.target).containsAll(before);
    }

    @Property(tries = 500)
    void theNamesOfTheTargetDecideNothingButWhatIsTaken(@ForAll long seed, @ForAll @IntRange(max = 60) int events) {
        Pair pair = lived(seed, events);
        ReplicationPlan plan = pair.plan();
        pair.target.replaceAll(s -> Pair.named(s, "renamed-" + s.guid()));
        ReplicationPlan renamed = pair.plan();

        if (plan instanceof InSync || renamed instanceof Blocked) {
            assertThat(lastCommon(renamed)).isEqualTo(lastCommon(plan));
        }
        if (plan instanceof Incremental step && renamed instanceof Incremental same) {
            assertThat(same.from()).isEqualTo(step.from());
        }
        assertThat(renamed.getClass() == plan.getClass()
                        || (plan instanceof Blocked blocked && blocked.reason() == ReplicationPlan.Reason.NAME_TAKEN))
                .isTrue();
    }

    @Property(tries = 500)
    void whatAStepBeginsAndEndsWithIsProtected(@ForAll long seed, @ForAll @IntRange(max = 60) int events) {
        ReplicationPlan plan = lived(seed, events).plan();
        List<Protection> protections = plan.protections("pair");

        if (plan instanceof Incremental step) {
            assertThat(protections)
                    .contains(
                            new Protection(step.from().point().guid(), Protection.Reason.LAST_COMMON, "pair"),
                            new Protection(step.to().guid(), Protection.Reason.IN_TRANSFER, "pair"));
        } else if (lastCommon(plan) != null) {
            assertThat(protections)
                    .contains(new Protection(lastCommon(plan).guid(), Protection.Reason.LAST_COMMON, "pair"));
        }
    }

    private static SnapshotRef lastCommon(ReplicationPlan plan) {
        return switch (plan) {
            case InSync inSync -> inSync.at();
            case Full _ -> null;
            case Incremental step -> step.from().point();
            case Resume resume -> resume.lastCommon();
            case Blocked blocked -> blocked.lastCommon();
        };
    }

    private static Pair lived(long seed, int events) {
        Pair pair = new Pair(seed);
        for (int i = 0; i < events; i++) {
            pair.live();
        }
        return pair;
    }
}
