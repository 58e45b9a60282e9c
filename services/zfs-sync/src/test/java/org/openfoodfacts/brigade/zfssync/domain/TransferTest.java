package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

class TransferTest extends TransferSample {
    @Test
    void stepAfterStepUntilTheCopyHasEverything() {
        Step first = asked(Standing.GOOD).step(look(source(3), DatasetState.MISSING), NOW);
        Pull full = pull(first);
        assertThat(((PullDatasets) first.command()).route()).isEqualTo(TRANSPORT.route());
        assertThat(full.expected()).isEqualTo(new Expected(null, "1", null));
        assertThat(full.bytesPerSecond()).isEqualTo(1000);
        assertThat(full.discardPartial()).isFalse();
        assertThat(full.holdTag()).matches("brigade:[0-9a-f]{24}");

        Transfer pulled = first.next()
                .sent(COMMAND)
                .step(new TransferInput.Pulled(COMMAND, "1", 100, null), NOW)
                .next();
        assertThat(pulled.step(look(source(3), DatasetState.MISSING), NOW).next())
                .as("the facts do not show it yet")
                .isEqualTo(pulled);
        Step second = pulled.step(look(source(3), target(1)), NOW);
        assertThat(pull(second).expected()).isEqualTo(new Expected("1", "3", null));
        assertThat(((Pulling) second.next().phase()).what()).isEqualTo(new What(StepKind.INCREMENTAL, "s1", "s3"));

        Step last = second.next()
                .sent(COMMAND)
                .step(new TransferInput.Pulled(COMMAND, "3", 20, null), NOW)
                .next()
                .step(look(source(3), target(3)), NOW);
        assertThat(last.next().phase()).isEqualTo(new TransferPhase.Done(NOW));
        assertThat(last.next().tally()).isEqualTo(new TransferTally(2, 120, 0, null));
        assertThat(last.events()).isEmpty();
    }

    @Test
    void factsThatNeverComeAreNotWaitedForForEver() {
        Transfer pulled = pulling(asked(Standing.GOOD), target(1))
                .step(new TransferInput.Pulled(COMMAND, "3", 20, null), NOW)
                .next();
        Instant later = NOW.plus(Transfer.FACTS_PATIENCE);

        assertThat(pulled.step(look(source(3), target(1)), later.minusMillis(1)).command())
                .isNull();
        assertThat(pulled.step(look(source(3), target(1)), later).command()).isNotNull();
    }

    @Test
    void aCutTransferGoesOnWithTheRest() {
        Transfer cut = failed(pulling(asked(Standing.GOOD), target(1)), "UNREACHABLE", "ssh: no route to host");
        assertThat(cut.phase()).isInstanceOfSatisfying(Queued.class, queued -> {
            assertThat(queued.notBefore()).isEqualTo(NOW.plus(Pause.FIRST));
            assertThat(queued.why()).isEqualTo("UNREACHABLE: ssh: no route to host");
        });
        assertThat(cut.step(look(source(3), target(1)), NOW).command())
                .as("before the pause is over")
                .isNull();

        DatasetState partial = new DatasetState(true, target(1).snapshots(), List.of(), "1-a-b-c", 0, false);
        Step rest = cut.step(look(source(3), partial), NOW.plus(Pause.FIRST));
        assertThat(pull(rest).expected()).isEqualTo(new Expected(null, null, "1-a-b-c"));
    }

    @Test
    void aDeadTokenIsDiscardedBecauseThatLosesNothing() {
        DatasetState partial = new DatasetState(true, List.of(), List.of(), "1-a-b-c", 0, false);
        Transfer dead = failed(pulling(asked(Standing.GOOD), partial), "RESUME_TOKEN_DEAD", "cannot resume send");

        Pull again = pull(dead.step(look(source(3), partial), NOW.plus(Pause.FIRST)));

        assertThat(again.discardPartial()).isTrue();
        assertThat(again.expected()).isEqualTo(new Expected(null, "1", null));
    }

    @Test
    void whatTravelledWithOneThatWasCancelledGoesOnAtOnceAndHasNotFailed() {
        Transfer cut = failed(pulling(asked(Standing.GOOD), target(1)), "CANCELLED", "was cancelled");

        assertThat(cut.tally().failures()).isZero();
        assertThat(pull(cut.step(look(source(3), target(1)), NOW)).expected()).isEqualTo(new Expected("1", "3", null));
    }

    @Test
    void aTokenThatIsDeadAgainAndAgainIsGivenUpToo() {
        DatasetState partial = new DatasetState(true, target(1).snapshots(), List.of(), "1-a-b-c", 0, false);
        Transfer transfer = asked(Standing.GOOD);
        Instant now = NOW;
        for (int i = 0; i < Transfer.MOST_FAILURES; i++) {
            transfer = transfer.step(look(source(3), partial), now)
                    .next()
                    .sent(COMMAND)
                    .step(new TransferInput.NotPulled(COMMAND, "RESUME_TOKEN_DEAD", "cannot resume send"), now)
                    .next();
            now = now.plus(Pause.LONGEST);
        }
        assertThat(transfer.phase()).isInstanceOf(TransferPhase.Failed.class);
    }

    @Test
    void aCopyThatIsGoneIsNotSentAnewUnlessSomebodyAsks() {
        TransferInput gone = missing(true, true);
        Transfer once = asked(Standing.GOOD).step(gone, NOW).next();
        Step twice = once.step(gone, NOW.plus(Pause.FIRST));

        assertThat(twice.command()).isNull();
        assertThat(twice.next().phase())
                .isInstanceOfSatisfying(
                        TransferPhase.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("COPY_GONE"));
        Transfer wished = Transfer.of(COMMAND, PAIR, new Transfer.Asked("ann", NOW, "c", Standing.GOOD));
        assertThat(wished.step(gone, NOW).command()).isInstanceOf(PullDatasets.class);
    }

    @Test
    void whatIsInAPoolThatIsNotShownWaitsForItAndHasNotFailedHoweverLongThatTakes() {
        Transfer waiting = asked(Standing.GOOD);
        Instant now = NOW;
        for (boolean hadCopy : new boolean[] {true, false, true, true, true, true, true}) {
            Step step = waiting.step(missing(hadCopy, false), now);
            assertThat(step).isEqualTo(new Step(step.next(), null, List.of()));
            assertThat(step.next().phase())
                    .isInstanceOfSatisfying(
                            Queued.class,
                            queued -> assertThat(queued.why())
                                    .startsWith("the pool copy of the copy is not shown by south1"));
            waiting = step.next();
            now = now.plus(Pause.FIRST);
        }
        assertThat(waiting.step(missing(false, true), now).command()).isInstanceOf(PullDatasets.class);
        Transfer wished = Transfer.of(COMMAND, PAIR, new Transfer.Asked("ann", NOW, "c", Standing.GOOD));
        assertThat(wished.step(missing(true, false), NOW).command())
                .as("who asks hears from the machine what is wrong")
                .isInstanceOf(PullDatasets.class);
    }

    private static TransferInput missing(boolean hadCopy, boolean poolShown) {
        return new TransferInput.Look(source(3), DatasetState.MISSING, hadCopy, null, TRANSPORT, null, poolShown);
    }

    @Test
    void whatTheSourceSaysAgainstHoldsStandsUntilAPullSaysNothingOfIt() {
        Transfer refused = pulling(asked(Standing.GOOD), target(1))
                .step(new TransferInput.Pulled(COMMAND, "2", 100, "cannot hold"), NOW)
                .next();
        assertThat(refused.tally()).isEqualTo(new TransferTally(1, 100, 0, "cannot hold"));
        assertThat(failed(pulling(refused, target(2)), "UNREACHABLE", null)
                        .tally()
                        .holdProblem())
                .isEqualTo("cannot hold");
        assertThat(pulling(refused, target(2))
                        .step(new TransferInput.Pulled(COMMAND, "3", 100, null), NOW)
                        .next()
                        .tally()
                        .holdProblem())
                .isNull();
    }

    @Test
    void aCopyThatIsThereUnderAnotherNameIsNotSentAnewUnlessSomebodyAsks() {
        TransferInput renamed =
                new TransferInput.Look(source(3), DatasetState.MISSING, false, "copy/old", TRANSPORT, null, true);
        Transfer once = asked(Standing.GOOD).step(renamed, NOW).next();
        Step twice = once.step(renamed, NOW.plus(Pause.FIRST));

        assertThat(twice.command()).isNull();
        assertThat(twice.next().phase()).isInstanceOfSatisfying(TransferPhase.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("COPY_RENAMED");
            assertThat(failed.detail()).startsWith("the copy is there as copy/old; ");
        });
        Transfer wished = Transfer.of(COMMAND, PAIR, new Transfer.Asked("ann", NOW, "c", Standing.GOOD));
        assertThat(wished.step(renamed, NOW).command()).isInstanceOf(PullDatasets.class);
        Transfer joined = once.step(new TransferInput.Hurried("ann"), NOW).next();
        assertThat(joined.step(renamed, NOW).command())
                .as("one that was open when somebody asked")
                .isInstanceOf(PullDatasets.class);
    }

    @Test
    void aDeadTokenIsDiscardedEvenWhenNothingIsLeftToBeSent() {
        DatasetState partial = new DatasetState(true, target(3).snapshots(), List.of(), "1-a-b-c", 0, false);
        Transfer dead = failed(pulling(asked(Standing.GOOD), partial), "RESUME_TOKEN_DEAD", "cannot resume send");

        Step discard = dead.step(look(source(3), partial), NOW.plus(Pause.FIRST));

        assertThat(pull(discard).discardPartial()).isTrue();
        assertThat(pull(discard).expected()).isEqualTo(new Expected(null, "3", null));
        Transfer discarded = discard.next()
                .sent(COMMAND)
                .step(new TransferInput.Pulled(COMMAND, "3", 0, null), NOW)
                .next();
        assertThat(discarded.step(look(source(3), target(3)), NOW).next().phase())
                .isEqualTo(new TransferPhase.Done(NOW));
    }

    @Test
    void aClockThatIsPutBackKeepsNobodyWaitingForFacts() {
        Instant ahead = NOW.plus(Duration.ofDays(2));
        Transfer brought = pulling(asked(Standing.GOOD), target(1))
                .step(new TransferInput.Pulled(COMMAND, "2", 100, null), ahead)
                .next();

        assertThat(brought.step(look(source(3), target(1)), NOW).command()).isInstanceOf(PullDatasets.class);
    }

    @Test
    void factsThatStayOldEndItInsteadOfAskingForEver() {
        Transfer transfer = asked(Standing.GOOD);
        Instant now = NOW;
        for (int i = 0; i < Transfer.MOST_FAILURES; i++) {
            transfer = transfer.step(look(source(3), target(1)), now)
                    .next()
                    .sent(COMMAND)
                    .step(new TransferInput.Pulled(COMMAND, "3", 0, null), now)
                    .next();
            now = now.plus(Pause.LONGEST);
        }
        assertThat(transfer.phase())
                .isInstanceOfSatisfying(
                        TransferPhase.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("FACTS_OLD"));
    }

    @Test
    void aCancelEndsWhatWaitsAtOnceAndWhatRunsWhenTheNodeSaysSo() {
        assertThat(asked(Standing.GOOD)
                        .step(new TransferInput.CancelAsked("ann"), NOW)
                        .next()
                        .phase())
                .isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));

        Step asked = pulling(asked(Standing.GOOD), target(1)).step(new TransferInput.CancelAsked("ann"), NOW);
        assertThat(asked.command()).isEqualTo(new CancelCommand(COMMAND));
        assertThat(asked.next().step(new TransferInput.CancelAsked("ann"), NOW).command())
                .as("the first may have found the node away")
                .isEqualTo(new CancelCommand(COMMAND));
        assertThat(failed(asked.next(), "CANCELLED", null).phase()).isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));
        assertThat(asked.next()
                        .step(new TransferInput.Pulled(COMMAND, "3", 9, null), NOW)
                        .next()
                        .phase())
                .as("it had just ended")
                .isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));
    }

    /** The command ends as it was told to, and nobody would bring what he who asked was promised. */
    @Test
    void whoAsksForACopyWhileAnotherEndsItIsHeard() {
        Transfer ending = pulling(asked(Standing.GOOD), target(1))
                .step(new TransferInput.CancelAsked("ann"), NOW)
                .next();

        Transfer wanted = ending.step(new TransferInput.Hurried("bob"), NOW).next();

        assertThat(wanted.asked().by()).isEqualTo("bob");
        assertThat(wanted.step(new TransferInput.NotPulled(COMMAND, "CANCELLED", null), NOW)
                        .next()
                        .isDue(NOW))
                .isTrue();
        assertThat(wanted.step(new TransferInput.Pulled(COMMAND, "3", 9, null), NOW)
                        .next()
                        .phase())
                .isInstanceOf(Queued.class);
        assertThat(ending.step(new TransferInput.Hurried(null), NOW).next())
                .as("nobody asked")
                .isEqualTo(ending);
    }

    @Test
    void onlyTheCommandUnderWayCounts() {
        Transfer pulling = pulling(asked(Standing.GOOD), target(1));

        assertThat(pulling.step(new TransferInput.Pulled(UUID.randomUUID(), "3", 9, null), NOW)
                        .next())
                .isEqualTo(pulling);
        assertThat(pulling.step(look(source(3), target(1)), NOW).command()).isNull();
        assertThat(asked(Standing.GOOD)
                        .step(new TransferInput.NotDeclared(), NOW)
                        .next()
                        .phase())
                .isInstanceOf(TransferPhase.Failed.class);
    }
}
