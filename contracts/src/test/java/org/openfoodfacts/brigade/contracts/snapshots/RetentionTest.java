package org.openfoodfacts.brigade.contracts.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan.Spared;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
    private static final SnapshotPolicy THREE_DAILY = Policies.keeping(Policies.only(SnapshotKind.DAILY, 3));

    @Test
    void whatIsOlderThanItsDaysGoesWhileThereAreMoreThanTheCount() {
        assertThat(destroyed(THREE_DAILY, daily(1), daily(2), daily(3), daily(4), daily(5)))
                .containsExactly("5", "4");
    }

    @Test
    void oldOnesStayWhileThereAreNoMoreThanTheCount() {
        assertThat(destroyed(THREE_DAILY, daily(30), daily(40), daily(50))).isEmpty();
        assertThat(destroyed(THREE_DAILY, daily(1), daily(30), daily(40), daily(50)))
                .containsExactly("50");
    }

    @Test
    void youngOnesStayHoweverManyThereAre() {
        assertThat(destroyed(THREE_DAILY, daily(0), daily(1), daily(1), daily(2), daily(2), daily(3)))
                .isEmpty();
    }

    @Test
    void aKindThatIsNotKeptGoesAtOnce() {
        Snapshot hourly = new Snapshot("autosnap_x_hourly", "h", 1, NOW.minusSeconds(1), 0, null, null, null);
        assertThat(destroyed(THREE_DAILY, hourly)).containsExactly("h");
    }

    @Test
    void aHeldSnapshotAndAClonesOriginStayAndSayWhy() {
        Snapshot held = snapshot("held", 9, List.of("keep"), List.of());
        Snapshot origin = snapshot("origin", 8, List.of(), List.of("tank/staging"));
        RetentionPlan plan = plan(THREE_DAILY, List.of(), held, origin, daily(7), daily(1), daily(2), daily(3));

        assertThat(plan.destroy()).containsExactly(ref("7"));
        assertThat(plan.spared())
                .containsExactly(
                        new Spared(ref("held"), List.of(new Protection("held", Protection.Reason.HELD, "keep"))),
                        new Spared(
                                ref("origin"),
                                List.of(new Protection("origin", Protection.Reason.CLONE_ORIGIN, "tank/staging"))));
    }

    @Test
    void thePolicysOwnHoldKeepsNothingFromThePolicy() {
        Snapshot own = snapshot("own", 9, List.of(SnapshotPolicy.HOLD_TAG), List.of());
        Snapshot both = snapshot("both", 8, List.of(SnapshotPolicy.HOLD_TAG, "by-hand"), List.of());
        RetentionPlan plan = plan(THREE_DAILY, List.of(), own, both, daily(1), daily(2), daily(3));

        assertThat(plan.destroy()).containsExactly(ref("own"));
        assertThat(plan.spared())
                .containsExactly(
                        new Spared(ref("both"), List.of(new Protection("both", Protection.Reason.HELD, "by-hand"))));
    }

    /** As the agent of a copy holds where its stream begins and ends; the order may be older than the pair. */
    @Test
    void whatLiesBetweenTwoThatArePinnedForTheSamePairStays() {
        Snapshot from = snapshot("8", 8, List.of("brigade:a", "by-hand"), List.of());
        Snapshot to = snapshot("5", 5, List.of("brigade:a"), List.of());
        Snapshot other = snapshot("3", 3, List.of("brigade:b", "by-hand"), List.of());
        RetentionPlan plan = plan(
                THREE_DAILY, List.of(), daily(9), from, daily(7), daily(6), to, daily(4), other, daily(2), daily(1));

        assertThat(plan.destroy()).containsExactly(ref("9"), ref("4"));
        assertThat(plan.spared())
                .contains(
                        new Spared(ref("7"), List.of(new Protection("7", Protection.Reason.IN_TRANSFER, "brigade:a"))),
                        new Spared(ref("6"), List.of(new Protection("6", Protection.Reason.IN_TRANSFER, "brigade:a"))))
                .hasSize(4);
    }

    @Test
    void theLastCommonSnapshotStaysAndNoYoungerOneGoesInItsPlace() {
        Protection common = new Protection("5", Protection.Reason.LAST_COMMON, "backup:tank/copy");
        RetentionPlan plan = plan(THREE_DAILY, List.of(common), daily(1), daily(2), daily(3), daily(4), daily(5));

        assertThat(plan.destroy()).containsExactly(ref("4"));
        assertThat(plan.spared()).containsExactly(new Spared(ref("5"), List.of(common)));
    }

    /** Its copy may have got it after the protections were told. */
    @Test
    void theNewestOfAnEndOfAPairStaysThoughNobodySpokeOfIt() {
        Protection common = new Protection("8", Protection.Reason.LAST_COMMON, "backup:tank/copy");
        SnapshotPolicy none = Policies.keeping(Policies.only(SnapshotKind.DAILY, 0));

        RetentionPlan plan = plan(none, List.of(common), daily(9), daily(8), daily(7), daily(6));

        assertThat(plan.destroy()).extracting(SnapshotRef::guid).containsExactly("9", "7");
        assertThat(plan.spared()).extracting(spared -> spared.snapshot().guid()).containsExactly("8", "6");
        assertThat(plan(none, List.of(), daily(9), daily(8)).destroy()).hasSize(2);
    }

    @Test
    void pruningWaitsUntilThePoolIsFullerThanThePolicySays() {
        SnapshotPolicy deferring = new SnapshotPolicy(true, false, true, 60, THREE_DAILY.counts(), THREE_DAILY.times());
        List<Snapshot> snapshots = List.of(daily(1), daily(2), daily(3), daily(9));
        assertThat(Retention.plan(deferring, snapshots, List.of(), 60, NOW)).isEqualTo(RetentionPlan.NOTHING);
        assertThat(Retention.plan(deferring, snapshots, List.of(), 61, NOW).destroy())
                .containsExactly(ref("9"));
    }

    @Test
    void aBatchFitsIntoOneArgument() {
        List<SnapshotRef> many = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            many.add(new SnapshotRef("autosnap_%0200d_daily".formatted(i), String.valueOf(i)));
        }
        List<DestroySnapshots> batches = new RetentionPlan(many, List.of()).commands("tank/data", "expired");

        assertThat(batches)
                .hasSize(2)
                .allSatisfy(batch ->
                        assertThat(batch.argument()).hasSizeLessThan(90_000).startsWith("tank/data@autosnap_"));
        assertThat(batches.stream().flatMap(batch -> batch.snapshots().stream()))
                .containsExactlyElementsOf(many);
        assertThat(new RetentionPlan(many.subList(0, 2), List.of())
                        .commands("p", "expired")
                        .getFirst()
                        .argument())
                .isEqualTo("p@" + many.get(0).name() + "," + many.get(1).name());
    }

    private static List<String> destroyed(SnapshotPolicy policy, Snapshot... snapshots) {
        return plan(policy, List.of(), snapshots).destroy().stream()
                .map(SnapshotRef::guid)
                .toList();
    }

    private static RetentionPlan plan(SnapshotPolicy policy, List<Protection> protections, Snapshot... snapshots) {
        return Retention.plan(policy, List.of(snapshots), protections, 0, NOW);
    }

    private static SnapshotRef ref(String guid) {
        return new SnapshotRef("autosnap_" + guid + "_daily", guid);
    }

    /** Named after its age in days. */
    private static Snapshot daily(int days) {
        return snapshot(String.valueOf(days), days, List.of(), List.of());
    }

    private static Snapshot snapshot(String guid, int days, List<String> holds, List<String> clones) {
        Instant creation = NOW.minus(Duration.ofDays(days));
        return new Snapshot("autosnap_" + guid + "_daily", guid, 1000L - days, creation, 0, holds, clones, null);
    }
}
