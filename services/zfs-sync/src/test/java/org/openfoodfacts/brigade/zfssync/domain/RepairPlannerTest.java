package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.snapshot;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.zfssync.domain.Finding.Kind;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan.Cost;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Relative;

class RepairPlannerTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

    private static SightSample pair() {
        return new SightSample();
    }

    private static RepairPlan plan(SightSample sample) {
        return RepairPlanner.plan(sample.sight(), TODAY).orElseThrow();
    }

    /** Taken on the copy by a policy that should not be there. */
    private static Snapshot own(int number, Long written) {
        return snapshot("autosnap_2026-11-29_00:00:0" + number + "_daily", number, written, List.of(), List.of());
    }

    @Test
    void aPairThatCanGoOnHasNothingToRepair() {
        assertThat(RepairPlanner.plan(pair().both(1, 2).sight(), TODAY)).isEmpty();
        assertThat(RepairPlanner.plan(pair().both(1).source(snapshot(2)).sight(), TODAY))
                .isEmpty();
        assertThat(RepairPlanner.plan(
                        pair().source(snapshot(1)).noTarget().neverCopied().sight(), TODAY))
                .as("it never ran: it is for a transfer to begin")
                .isEmpty();
        assertThat(RepairPlanner.plan(pair().target(snapshot(1)).sight(), TODAY))
                .as("nothing to pull")
                .isEmpty();
    }

    @Test
    void aDivergedCopyIsRolledBackToTheLastCommonSnapshotAndWhatIsLostIsCounted() {
        RepairPlan plan = plan(pair().both(1, 2)
                .source(snapshot(5))
                .target(own(3, 10L), own(4, 30L))
                .written(2));

        assertThat(plan.finding().kind()).isEqualTo(Kind.TARGET_WRITTEN);
        assertThat(plan.deeds())
                .containsExactly(new Deed.RollBack(
                        "copy/x",
                        new SnapshotRef("s2", "2"),
                        List.of(
                                new SnapshotRef("autosnap_2026-11-29_00:00:03_daily", "3"),
                                new SnapshotRef("autosnap_2026-11-29_00:00:04_daily", "4")),
                        42));
        assertThat(plan.cost()).isEqualTo(new Cost(42, 2, 100L, false));
        assertThat(plan.losesNothing()).isFalse();
        assertThat(plan.goesByItself()).isFalse();
        assertThat(((RollBackDataset) plan.deeds().getFirst().command()).mostLostBytes())
                .as("a little more may come to be written before it is approved")
                .isEqualTo(42 + Deed.SLACK_BYTES);
    }

    @Test
    void snapshotsOfTheCopyThatHoldNothingGoByThemselvesAndTheMachineIsToldToLoseNothing() {
        RepairPlan plan = plan(pair().both(1).source(snapshot(5)).target(own(3, 0L)));

        assertThat(plan.finding().kind()).isEqualTo(Kind.DIVERGED);
        assertThat(plan.losesNothing()).isTrue();
        assertThat(plan.goesByItself()).isTrue();
        assertThat(((RollBackDataset) plan.deeds().getFirst().command()).mostLostBytes())
                .isZero();
        RepairPlan byHand = plan(
                pair().both(1).source(snapshot(5)).target(snapshot("before-upgrade", 3, 0L, List.of(), List.of())));
        assertThat(byHand.losesNothing()).isTrue();
        assertThat(byHand.goesByItself())
                .as("somebody wanted that snapshot, whatever is in it")
                .isFalse();
    }

    @Test
    void whatSyncoidRollsBackByForceIsNoFindingThereButACloneIs() {
        SightSample diverged = pair().both(1).source(snapshot(5)).target(own(3, 9L));

        assertThat(plan(diverged).isFor(diverged.sight().pair())).isTrue();
        diverged.broughtBySyncoid();
        assertThat(plan(diverged).isFor(diverged.sight().pair())).isFalse();
        SightSample cloned = pair().both(1)
                .source(snapshot(5))
                .target(snapshot("own3", 3, 7L, List.of(), List.of("copy/staging")))
                .broughtBySyncoid();
        assertThat(plan(cloned).isFor(cloned.sight().pair())).isTrue();
    }

    @Test
    void whatAnOldAgentDoesNotTellCountsAsSomething() {
        assertThat(plan(pair().both(1).source(snapshot(5)).target(own(3, null))).losesNothing())
                .isFalse();
        assertThat(plan(pair().both(1)
                                .source(snapshot("s5", 5, null, List.of(), List.of()))
                                .target(own(3, 0L)))
                        .cost()
                        .sentBytes())
                .as("and what is sent is not known")
                .isNull();
    }

    @Test
    void aHeldSnapshotIsForAPersonToRelease() {
        RepairPlan plan =
                plan(pair().both(1).source(snapshot(5)).target(snapshot("own3", 3, 0L, List.of("audit"), List.of())));

        assertThat(plan.obstacle()).contains("@own3 is held (audit)");
        assertThat(plan.goesByItself()).isFalse();
        assertThat(plan(pair().both(1)
                                .source(snapshot(5))
                                .target(snapshot("own3", 3, 0L, List.of(SnapshotPolicy.HOLD_TAG), List.of())))
                        .obstacle())
                .as("a policy's own hold is none")
                .isNull();
    }

    @Test
    void withACloneInTheWayTheCopyIsSetAsideAndTheCloneLivesOn() {
        SightSample cloned =
                pair().both(1).source(snapshot(5)).target(snapshot("own3", 3, 7L, List.of(), List.of("copy/staging")));
        RepairPlan plan = plan(cloned);

        assertThat(plan.finding().kind()).isEqualTo(Kind.CLONE_IN_THE_WAY);
        assertThat(plan.finding().words()).contains("copy/staging");
        assertThat(plan.deeds()).containsExactly(new Deed.Rename("copy/x", "77", "copy/x.aside-2026-11-29", List.of()));
        assertThat(plan.cost()).isEqualTo(new Cost(0, 0, 200L, true));
        assertThat(plan.losesNothing()).isTrue();
        assertThat(plan.goesByItself()).as("all of it would be sent anew").isFalse();
        assertThat(plan(cloned.aside("copy/x.aside-2026-11-29")).deeds())
                .containsExactly(new Deed.Rename("copy/x", "77", "copy/x.aside-2026-11-29-2", List.of()));
    }

    @Test
    void aCopyWithNothingInCommonIsSetAsideNeverDestroyed() {
        assertThat(kind(pair().source(snapshot(2)).target(own(5, 1L)))).isEqualTo(Kind.NO_COMMON_SNAPSHOT);
        assertThat(kind(pair().source(snapshot(9)).target(own(5, 1L)))).isEqualTo(Kind.SOURCE_REPLACED);
        assertThat(kind(pair().source(snapshot(2)))).isEqualTo(Kind.TARGET_IN_THE_WAY);
        assertThat(kind(pair().both(1).source(snapshot(2)).encryptedSource())).isEqualTo(Kind.ENCRYPTION_MISMATCH);
        assertThat(plan(pair().source(snapshot(2)).target(own(5, 1L))).deeds())
                .hasOnlyElementsOfType(Deed.Rename.class);
    }

    private static Kind kind(SightSample sample) {
        return plan(sample).finding().kind();
    }

    @Test
    void whatDoesNotFitIsNotBegunAndWhatLiesBelowIsNotSentAnewUnasked() {
        SightSample apart = pair().source(snapshot(2)).target(own(5, 1L));

        assertThat(plan(apart.room(99L)).obstacle()).contains("100 bytes", "may take 99 more");
        assertThat(plan(apart.room(100L)).isPossible()).isTrue();
        assertThat(plan(apart.room(null)).isPossible()).isTrue();
        assertThat(plan(apart.below("copy/x/child")).obstacle()).contains("copy/x/child");
    }

    @Test
    void aCopyThatIsGoneIsSentAnewAndOneThatWasRenamedIsRenamedBack() {
        SightSample gone = pair().source(snapshot(1), snapshot(2)).noTarget();

        assertThat(plan(gone).finding().kind()).isEqualTo(Kind.COPY_GONE);
        assertThat(plan(gone).deeds()).isEmpty();
        assertThat(plan(gone).isPossible()).isTrue();
        assertThat(plan(gone).cost()).isEqualTo(new Cost(0, 0, 200L, true));
        List<Below> below = List.of(new Below("copy/y/child", "8"));
        RepairPlan back = plan(
                gone.relatives(new Relative("copy/old", "5", 1, List.of()), new Relative("copy/y", "6", 2, below)));
        assertThat(back.finding().kind()).isEqualTo(Kind.COPY_RENAMED);
        assertThat(back.deeds()).containsExactly(new Deed.Rename("copy/y", "6", "copy/x", below));
        assertThat(back.deeds().getFirst().words()).isEqualTo("rename copy/y with copy/y/child to copy/x");
        assertThat(kind(gone.relatives(
                        new Relative("copy/old", "5", 2, List.of()), new Relative("copy/y", "6", 2, List.of()))))
                .as("which of them it is, nobody can tell")
                .isEqualTo(Kind.COPY_GONE);
        assertThat(kind(gone.relatives(new Relative("copy/x.aside-2026-11-28", "5", 2, List.of()))))
                .as("what was set aside is meant to be")
                .isEqualTo(Kind.COPY_GONE);
    }

    @Test
    void whatIsInAPoolThatIsNotShownIsNotGoneAndNothingIsSentAnew() {
        SightSample away =
                pair().source(snapshot(1)).noTarget().poolAway().relatives(new Relative("copy/y", "6", 1, List.of()));

        for (SightSample sample : List.of(away, away.neverCopied())) {
            RepairPlan plan = plan(sample);
            assertThat(plan.finding().kind()).isEqualTo(Kind.PULL_FAILED);
            assertThat(plan.finding().words()).contains("the pool copy of the copy is not shown by b");
            assertThat(plan.isPossible()).isFalse();
            assertThat(plan.obstacle()).contains("see to the pool of copy/x");
            assertThat(plan.cost()).isEqualTo(Cost.NONE);
        }
        assertThat(RepairPlanner.plan(
                                pair().noSource().source().noTarget().poolAway().sight(), TODAY)
                        .orElseThrow()
                        .finding()
                        .kind())
                .isEqualTo(Kind.SOURCE_MISSING);
    }

    @Test
    void aSourceThatWasRenamedIsForGitToSay() {
        SightSample missing = pair().target(snapshot(1)).noSource();

        assertThat(plan(missing).finding().kind()).isEqualTo(Kind.SOURCE_MISSING);
        assertThat(plan(missing).obstacle()).contains("confs/b/sanoid/syncoid-args.conf:3");
        RepairPlan renamed = plan(missing.relatives(new Relative("tank/y", "5", 1, List.of())));
        assertThat(renamed.finding()).isEqualTo(new Finding(Kind.SOURCE_RENAMED, "the source is called tank/y now"));
        assertThat(renamed.isPossible()).isFalse();
        assertThat(renamed.obstacle()).contains("confs/b/sanoid/syncoid-args.conf:3");
    }

    @Test
    void aNameThatIsTakenIsFreedUnlessSomethingNeedsIt() {
        SightSample taken = pair().target(snapshot("s9", 1, 5L, List.of(), List.of()))
                .both(2)
                .source(snapshot(9));
        RepairPlan plan = plan(taken);

        assertThat(plan.finding().kind()).isEqualTo(Kind.NAME_TAKEN);
        assertThat(plan.deeds()).containsExactly(new Deed.Destroy("copy/x", List.of(new SnapshotRef("s9", "1"))));
        assertThat(plan.losesNothing())
                .as("it is a snapshot that only the copy has")
                .isFalse();
        assertThat(plan(pair().target(snapshot("s9", 1, 5L, List.of(), List.of("copy/c")))
                                .both(2)
                                .source(snapshot(9)))
                        .obstacle())
                .contains("copy/c");
    }

    @Test
    void howTheLastTransferFailedIsTheFindingWhenNothingElseIs() {
        assertThat(kind(behind().failed("NO_SPACE", "out of space"))).isEqualTo(Kind.NO_SPACE);
        assertThat(kind(behind().failed("UNREACHABLE", "no route to host"))).isEqualTo(Kind.UNREACHABLE);
        assertThat(kind(behind().failed("RESUME_TOKEN_DEAD", null))).isEqualTo(Kind.RESUME_TOKEN_DEAD);
        assertThat(plan(behind().failed("TOOL_FAILED", "zfs send: broken")).finding())
                .isEqualTo(new Finding(Kind.PULL_FAILED, "TOOL_FAILED: zfs send: broken"));
        assertThat(RepairPlanner.plan(behind().failed("DIVERGED", "…").sight(), TODAY))
                .as("what was in the way is no longer there")
                .isEmpty();
        assertThat(RepairPlanner.plan(pair().both(1).failed("NO_SPACE", "…").sight(), TODAY))
                .as("somebody else brought it")
                .isEmpty();
        assertThat(plan(behind().failed("UNREACHABLE", "no route")).isPossible())
                .isFalse();
    }

    private static SightSample behind() {
        return pair().both(1).source(snapshot(2));
    }

    @Test
    void anotherPlanHasAnotherDigest() {
        RepairPlan one = plan(pair().both(1).source(snapshot(5)).target(own(3, 0L)));

        assertThat(one.digest())
                .isEqualTo(plan(pair().both(1).source(snapshot(5)).target(own(3, 0L)))
                        .digest())
                .isNotEqualTo(plan(pair().both(1).source(snapshot(5)).target(own(4, 0L)))
                        .digest())
                .isNotEqualTo(plan(pair().both(1).source(snapshot(5)).target(own(3, 9L)))
                        .digest());
        assertThat(plan(pair().both(1).source(snapshot(5)).target(own(3, 9L))).digest())
                .as("a little more was written meanwhile")
                .isEqualTo(plan(pair().both(1).source(snapshot(5)).target(own(3, 4000L)))
                        .digest())
                .isNotEqualTo(plan(pair().both(1).source(snapshot(5)).target(own(3, 4L << 20)))
                        .digest());
    }
}
