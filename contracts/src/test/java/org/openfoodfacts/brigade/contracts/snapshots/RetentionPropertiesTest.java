package org.openfoodfacts.brigade.contracts.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;

/** What retention never does, whatever the history, the policy and the clock. */
class RetentionPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
    private static final List<String> OTHERS = List.of("vzdump", "__base__", "by-hand", "autosnap_x_keep", "daily");

    private static final List<SnapshotKind> KINDS = List.of(SnapshotKind.values());

    /** Everything of one case comes from its seed. */
    private static final class Case {
        private final Random random;
        private final List<Snapshot> snapshots = new ArrayList<>();
        private final List<Protection> protections = new ArrayList<>();
        private final SnapshotPolicy policy;
        private final RetentionPlan plan;

        private Case(long seed, int size) {
            random = new Random(seed);
            policy = Policies.keeping(new Counts(
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(3),
                    random.nextInt(2)));
            for (int i = 0; i < size; i++) {
                add(i);
            }
            plan = Retention.plan(policy, snapshots, protections, 0, NOW);
        }

        private void add(int i) {
            SnapshotKind kind = KINDS.get(random.nextInt(KINDS.size()));
            String name = random.nextInt(4) == 0
                    ? OTHERS.get(random.nextInt(OTHERS.size())) + i
                    : "autosnap_" + i + "_" + kind.word();
            long age = (long) (policy.period(kind).toSeconds() * (random.nextDouble() * 8 - 1));
            List<String> holds = random.nextInt(8) == 0 ? List.of("keep") : List.of();
            List<String> clones = random.nextInt(8) == 0 ? List.of("tank/clone" + i) : List.of();
            String guid = String.valueOf(i);
            snapshots.add(new Snapshot(name, guid, i, NOW.minusSeconds(age), 0, holds, clones, null));
            if (random.nextInt(8) == 0) {
                protections.add(new Protection(guid, Protection.Reason.LAST_COMMON, "backup:tank/copy"));
            }
        }

        private Set<String> destroyed() {
            return plan.destroy().stream().map(SnapshotRef::guid).collect(Collectors.toSet());
        }

        private Set<String> spared() {
            return plan.spared().stream().map(s -> s.snapshot().guid()).collect(Collectors.toSet());
        }
    }

    @Property(tries = 500)
    void whatIsProtectedIsNeverDestroyed(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Case c = new Case(seed, size);
        Set<String> destroyed = c.destroyed();
        assertThat(c.protections).noneMatch(p -> destroyed.contains(p.guid()));
        assertThat(c.snapshots)
                .filteredOn(s -> !s.holds().isEmpty() || !s.clones().isEmpty())
                .noneMatch(s -> destroyed.contains(s.guid()));
    }

    @Property(tries = 500)
    void whatIsNotSanoidsIsNeverDestroyed(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Case c = new Case(seed, size);
        assertThat(c.plan.destroy()).allMatch(s -> SnapshotOwner.of(s.name()) == SnapshotOwner.SANOID);
    }

    @Property(tries = 500)
    void protectionsChangeWhatStaysButNotWhatExpires(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Case c = new Case(seed, size);
        List<Snapshot> bare = c.snapshots.stream()
                .map(s -> new Snapshot(s.name(), s.guid(), s.createTxg(), s.creation(), 0, null, null, null))
                .toList();
        Set<String> expired = Retention.plan(c.policy, bare, List.of(), 0, NOW).destroy().stream()
                .map(SnapshotRef::guid)
                .collect(Collectors.toSet());
        Set<String> both = new HashSet<>(c.destroyed());
        both.addAll(c.spared());
        assertThat(both)
                .isEqualTo(expired)
                .hasSize(c.plan.destroy().size() + c.plan.spared().size());
    }

    @Property(tries = 500)
    void asManyStayAsThePolicySaysAndNoneOfThemTooYoung(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Case c = new Case(seed, size);
        Set<String> destroyed = c.destroyed();
        for (SnapshotKind kind : SnapshotKind.values()) {
            List<Snapshot> all = c.snapshots.stream()
                    .filter(s -> SnapshotKind.of(s.name()).filter(kind::equals).isPresent())
                    .toList();
            int count = c.policy.count(kind);
            Instant since = NOW.minus(c.policy.period(kind).multipliedBy(count));
            assertThat(all.stream().filter(s -> !destroyed.contains(s.guid())).count())
                    .isGreaterThanOrEqualTo(Math.min(count, all.size()));
            assertThat(all)
                    .filteredOn(s -> destroyed.contains(s.guid()))
                    .allMatch(s -> s.creation().isBefore(since));
        }
    }

    @Property(tries = 300)
    void whatWasPlannedOnceIsDone(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Case c = new Case(seed, size);
        Set<String> destroyed = c.destroyed();
        List<Snapshot> left =
                c.snapshots.stream().filter(s -> !destroyed.contains(s.guid())).toList();
        RetentionPlan again = Retention.plan(c.policy, left, c.protections, 0, NOW);
        Set<SnapshotKind> sparing = c.plan.spared().stream()
                .flatMap(s -> SnapshotKind.of(s.snapshot().name()).stream())
                .collect(Collectors.toSet());
        assertThat(again.destroy())
                .noneMatch(s -> SnapshotKind.of(s.name())
                        .filter(kind -> !sparing.contains(kind))
                        .isPresent());
    }
}
