package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.snapshot;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;

/** Of a dataset that is there and whose snapshots its agent does not tell. */
class UntoldTest extends TransferSample {
    private static final TransferInput UNTOLD = new TransferInput.NotTold("the snapshots of copy/off are not told");

    @Test
    void itIsWaitedForWhoeverAsksAndHasNotFailed() {
        Transfer wished = Transfer.of(COMMAND, PAIR, new Transfer.Asked("ann", NOW, "c", Standing.GOOD));

        Step step = wished.step(UNTOLD, NOW);

        assertThat(step).isEqualTo(new Step(step.next(), null, List.of()));
        assertThat(step.next().phase())
                .isEqualTo(
                        new Queued(NOW.plus(Pause.FIRST), null, NOW, false, "the snapshots of copy/off are not told"));
        assertThat(step.next().tally().failures()).isZero();
        Step told = step.next().step(look(source(3), target(1)), NOW.plus(Pause.FIRST));
        assertThat(pull(told).expected()).isEqualTo(new Expected("1", "3", null));
    }

    @Test
    void ofWhatHasJustComeTheListComesAMomentLater() {
        Transfer come = pulling(asked(Standing.GOOD), target(1))
                .step(new TransferInput.Pulled(COMMAND, "2", 10, null), NOW)
                .next();

        assertThat(come.step(UNTOLD, NOW).next()).isEqualTo(come);
        assertThat(come.step(UNTOLD, NOW.plus(Transfer.FACTS_PATIENCE)).next()).isNotEqualTo(come);
    }

    @Test
    void nothingIsPutOutOfTheWayOfACopyThatMayBeWhole() {
        RepairPlan plan = RepairPlanner.plan(
                        new SightSample()
                                .source(snapshot(2))
                                .withoutListOfTheCopy()
                                .sight(),
                        LocalDate.of(2026, 11, 29))
                .orElseThrow();

        assertThat(plan.finding())
                .isEqualTo(
                        new Finding(Finding.Kind.NOT_TOLD, "the snapshots of copy/x are not told by b, which has it"));
        assertThat(plan.deeds()).isEmpty();
        assertThat(plan.obstacle()).startsWith("see what the log of that machine's agent says");
    }
}
