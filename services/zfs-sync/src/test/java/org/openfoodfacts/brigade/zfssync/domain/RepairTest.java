package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.PAIR;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyRepairFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyRepaired;
import org.openfoodfacts.brigade.zfssync.domain.Repair.Input;
import org.openfoodfacts.brigade.zfssync.domain.Repair.Step;

class RepairTest {
    private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");
    private static final UUID FIRST = new UUID(2, 1);
    private static final UUID SECOND = new UUID(2, 2);
    private static final Finding FINDING = new Finding(Finding.Kind.DIVERGED, "words");

    private static Step begin(Deed... deeds) {
        var plan = new RepairPlan(PAIR, FINDING, List.of(deeds), RepairPlan.Cost.NONE, List.of(), null);
        return Repair.begin(new UUID(1, 1), plan, new Repair.Approved("ann", NOW, "c", plan.digest(), FINDING), NOW);
    }

    private static Deed back() {
        return new Deed.RollBack("copy/x", new SnapshotRef("s1", "1"), List.of(new SnapshotRef("own", "2")), 5);
    }

    @Test
    void deedsAreDoneOneAfterTheOtherAndWhatWasLostIsTold() {
        Step first = begin(back(), new Deed.Rename("copy/x", "77", "copy/y", List.of()));
        assertThat(first.command()).isInstanceOf(RollBackDataset.class);

        Step second = first.next().sent(FIRST).step(new Input.DeedDone(FIRST, 7), NOW);
        assertThat(second.command()).isEqualTo(new RenameDataset("copy/x", "77", "copy/y", List.of(), null));
        assertThat(second.event()).isNull();

        Step last = second.next().sent(SECOND).step(new Input.DeedDone(SECOND, 0), NOW);
        assertThat(last.command()).isNull();
        assertThat(last.next().phase()).isEqualTo(new RepairPhase.Done(NOW));
        assertThat(last.event()).isInstanceOfSatisfying(CopyRepaired.class, event -> {
            assertThat(event.deeds())
                    .containsExactly("roll copy/x back to @s1, destroying @own", "rename copy/x to copy/y");
            assertThat(event.lostBytes()).isEqualTo(7);
            assertThat(event.by()).isEqualTo("ann");
        });
    }

    @Test
    void whatFailsEndsItAndOnlyWhatWasDoneIsToldAsDone() {
        Repair acting = begin(back(), new Deed.Rename("copy/x", "77", "copy/y", List.of()))
                .next()
                .sent(FIRST)
                .step(new Input.DeedDone(FIRST, 7), NOW)
                .next()
                .sent(SECOND);

        Step failed = acting.step(new Input.DeedFailed(SECOND, "PRECONDITION", "copy/y is there already"), NOW);

        assertThat(failed.command()).isNull();
        assertThat(failed.event()).isInstanceOfSatisfying(CopyRepairFailed.class, event -> {
            assertThat(event.deeds()).containsExactly("roll copy/x back to @s1, destroying @own");
            assertThat(event.detail()).isEqualTo("copy/y is there already");
        });
    }

    @Test
    void aReportOfAnotherCommandOrOneThatComesAgainChangesNothing() {
        Repair acting = begin(back()).next().sent(FIRST);

        assertThat(acting.step(new Input.DeedDone(SECOND, 7), NOW)).isEqualTo(new Step(acting, null, null));
        Repair done = acting.step(new Input.DeedDone(FIRST, 7), NOW).next();
        assertThat(done.step(new Input.DeedDone(FIRST, 7), NOW)).isEqualTo(new Step(done, null, null));
        assertThat(done.step(new Input.DeedFailed(FIRST, "LOST", null), NOW)).isEqualTo(new Step(done, null, null));
    }

    @Test
    void whatIsDoneIsUnseenUntilTheFactsAreNewer() {
        Repair acting = begin(back()).next().sent(FIRST);
        Repair done = acting.step(new Input.DeedDone(FIRST, 7), NOW).next();
        Repair failed =
                acting.step(new Input.DeedFailed(FIRST, "EXPIRED", null), NOW).next();
        Instant later = NOW.plusSeconds(9);

        assertThat(done.isDoneUnseen(null, later)).isTrue();
        assertThat(done.isDoneUnseen(NOW, later)).isTrue();
        assertThat(done.isDoneUnseen(NOW.plusMillis(1), later)).isFalse();
        assertThat(done.isDoneUnseen(NOW.minusSeconds(5), NOW.minusSeconds(1)))
                .as("the clock was put back")
                .isFalse();
        assertThat(failed.isDoneUnseen(null, later)).isFalse();
        assertThat(acting.isDoneUnseen(null, later)).isFalse();
    }

    @Test
    void withoutADeedItIsDoneAtOnce() {
        assertThat(begin().next().phase()).isEqualTo(new RepairPhase.Done(NOW));
        assertThat(begin().event()).isInstanceOf(CopyRepaired.class);
    }
}
