package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullRecovered;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Input;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

class TransferTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final Pair.Key PAIR = new Pair.Key("north1", "tank/off", "south1", "copy/off");
    private static final UUID COMMAND = UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a1");
    private static final Transport TRANSPORT =
            new Transport(new SshRoute("op", "192.0.2.1", 0, null), 1000, null, false);

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
                .step(new Input.Pulled(COMMAND, "1", 100), NOW)
                .next();
        assertThat(pulled.step(look(source(3), DatasetState.MISSING), NOW).next())
                .as("the facts do not show it yet")
                .isEqualTo(pulled);
        Step second = pulled.step(look(source(3), target(1)), NOW);
        assertThat(pull(second).expected()).isEqualTo(new Expected("1", "3", null));
        assertThat(((Pulling) second.next().phase()).what()).isEqualTo(new What(StepKind.INCREMENTAL, "s1", "s3"));

        Step last = second.next()
                .sent(COMMAND)
                .step(new Input.Pulled(COMMAND, "3", 20), NOW)
                .next()
                .step(look(source(3), target(3)), NOW);
        assertThat(last.next().phase()).isEqualTo(new TransferPhase.Done(NOW));
        assertThat(last.next().tally()).isEqualTo(new Transfer.Tally(2, 120, 0));
        assertThat(last.events()).isEmpty();
    }

    @Test
    void factsThatNeverComeAreNotWaitedForForEver() {
        Transfer pulled = pulling(asked(Standing.GOOD), target(1))
                .step(new Input.Pulled(COMMAND, "3", 20), NOW)
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
                    .step(new Input.NotPulled(COMMAND, "RESUME_TOKEN_DEAD", "cannot resume send"), now)
                    .next();
            now = now.plus(Pause.LONGEST);
        }
        assertThat(transfer.phase()).isInstanceOf(TransferPhase.Failed.class);
    }

    @Test
    void itIsGivenUpWhenNothingHelpsAndToldOncePerReason() {
        Transfer transfer = asked(Standing.GOOD);
        Instant now = NOW;
        for (int i = 1; i < Transfer.MOST_FAILURES; i++) {
            transfer = transfer.step(look(source(3), target(1)), now)
                    .next()
                    .sent(COMMAND)
                    .step(new Input.NotPulled(COMMAND, "UNREACHABLE", "no route"), now)
                    .next();
            now = ((Queued) transfer.phase()).notBefore();
        }
        Step last = transfer.step(look(source(3), target(1)), now)
                .next()
                .sent(COMMAND)
                .step(new Input.NotPulled(COMMAND, "UNREACHABLE", "no route"), now);

        assertThat(last.next().phase()).isEqualTo(new TransferPhase.Failed(now, "UNREACHABLE", "no route"));
        assertThat(last.events()).singleElement().isInstanceOfSatisfying(PullFailed.class, event -> {
            assertThat(event.reason()).isEqualTo("UNREACHABLE");
            assertThat(event.copy().dataset()).isEqualTo("copy/off");
        });
        Standing standing = last.next().standing();
        assertThat(standing).isEqualTo(new Standing("UNREACHABLE", 1));
        assertThat(pulling(asked(standing), target(1))
                        .step(new Input.NotPulled(COMMAND, "NO_SPACE", "out of space"), NOW)
                        .events())
                .hasSize(1);
        assertThat(asked(new Standing("NO_SPACE", 4))
                        .step(look(source(3), target(1)), NOW)
                        .next()
                        .sent(COMMAND)
                        .step(new Input.NotPulled(COMMAND, "NO_SPACE", "out of space"), NOW)
                        .events())
                .isEmpty();
        assertThat(asked(standing).step(look(source(3), target(3)), NOW).events())
                .singleElement()
                .isInstanceOf(PullRecovered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_SPACE", "MALFORMED", "UNSUPPORTED", "POLICY"})
    void whatWaitingDoesNotMendIsNotTriedAgain(String reason) {
        assertThat(failed(pulling(asked(Standing.GOOD), target(1)), reason, "why")
                        .phase())
                .isEqualTo(new TransferPhase.Failed(NOW, reason, "why"));
    }

    @Test
    void anObstacleCountsAtTheSecondLook() {
        DatasetState written = new DatasetState(true, target(1).snapshots(), List.of(), null, 4096, false);
        Transfer once = asked(Standing.GOOD).step(look(source(3), written), NOW).next();
        assertThat(once.phase()).isInstanceOf(Queued.class);

        Step twice = once.step(look(source(3), written), NOW.plus(Pause.FIRST));

        assertThat(twice.command()).isNull();
        assertThat(twice.next().phase()).isInstanceOfSatisfying(TransferPhase.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("TARGET_WRITTEN");
            assertThat(failed.detail()).contains("written to", "@s1");
        });
        assertThat(once.step(look(source(3), target(1)), NOW.plus(Pause.FIRST)).command())
                .isNotNull();
    }

    @Test
    void anotherObstacleThanBeforeIsLookedAtAgainToo() {
        DatasetState written = new DatasetState(true, target(1).snapshots(), List.of(), null, 4096, false);
        Transfer refused = failed(pulling(asked(Standing.GOOD), target(1)), "PRECONDITION", "the next step is another");

        assertThat(refused.step(look(source(3), written), NOW.plus(Pause.FIRST))
                        .next()
                        .phase())
                .isInstanceOf(Queued.class);
    }

    @Test
    void aCopyThatIsGoneIsNotSentAnewUnlessSomebodyAsks() {
        Input gone = new Input.Look(source(3), DatasetState.MISSING, true, TRANSPORT, null);
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
    void aDeadTokenIsDiscardedEvenWhenNothingIsLeftToBeSent() {
        DatasetState partial = new DatasetState(true, target(3).snapshots(), List.of(), "1-a-b-c", 0, false);
        Transfer dead = failed(pulling(asked(Standing.GOOD), partial), "RESUME_TOKEN_DEAD", "cannot resume send");

        Step discard = dead.step(look(source(3), partial), NOW.plus(Pause.FIRST));

        assertThat(pull(discard).discardPartial()).isTrue();
        assertThat(pull(discard).expected()).isEqualTo(new Expected(null, "3", null));
        Transfer discarded = discard.next()
                .sent(COMMAND)
                .step(new Input.Pulled(COMMAND, "3", 0), NOW)
                .next();
        assertThat(discarded.step(look(source(3), target(3)), NOW).next().phase())
                .isEqualTo(new TransferPhase.Done(NOW));
    }

    @Test
    void factsThatStayOldEndItInsteadOfAskingForEver() {
        Transfer transfer = asked(Standing.GOOD);
        Instant now = NOW;
        for (int i = 0; i < Transfer.MOST_FAILURES; i++) {
            transfer = transfer.step(look(source(3), target(1)), now)
                    .next()
                    .sent(COMMAND)
                    .step(new Input.Pulled(COMMAND, "3", 0), now)
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
                        .step(new Input.CancelAsked("ann"), NOW)
                        .next()
                        .phase())
                .isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));

        Step asked = pulling(asked(Standing.GOOD), target(1)).step(new Input.CancelAsked("ann"), NOW);
        assertThat(asked.command()).isEqualTo(new CancelCommand(COMMAND));
        assertThat(asked.next().step(new Input.CancelAsked("ann"), NOW).command())
                .as("the first may have found the node away")
                .isEqualTo(new CancelCommand(COMMAND));
        assertThat(failed(asked.next(), "CANCELLED", null).phase()).isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));
        assertThat(asked.next()
                        .step(new Input.Pulled(COMMAND, "3", 9), NOW)
                        .next()
                        .phase())
                .as("it had just ended")
                .isEqualTo(new TransferPhase.Cancelled(NOW, "ann"));
    }

    @Test
    void onlyTheCommandUnderWayCounts() {
        Transfer pulling = pulling(asked(Standing.GOOD), target(1));

        assertThat(pulling.step(new Input.Pulled(UUID.randomUUID(), "3", 9), NOW)
                        .next())
                .isEqualTo(pulling);
        assertThat(pulling.step(look(source(3), target(1)), NOW).command()).isNull();
        assertThat(asked(Standing.GOOD)
                        .step(new Input.NotDeclared(), NOW)
                        .next()
                        .phase())
                .isInstanceOf(TransferPhase.Failed.class);
    }

    private static Transfer asked(Standing before) {
        return Transfer.of(
                UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a2"),
                PAIR,
                new Transfer.Asked(null, NOW, "c", before));
    }

    private static Transfer pulling(Transfer transfer, DatasetState target) {
        return transfer.step(look(source(3), target), NOW).next().sent(COMMAND);
    }

    private static Pull pull(Step step) {
        return ((PullDatasets) step.command()).pulls().getFirst();
    }

    private static Transfer failed(Transfer transfer, String reason, String detail) {
        return transfer.step(new Input.NotPulled(COMMAND, reason, detail), NOW).next();
    }

    private static Input look(DatasetState source, DatasetState target) {
        return new Input.Look(source, target, false, TRANSPORT, null);
    }

    private static DatasetState source(int count) {
        return DatasetState.of(snapshots(count).toList(), List.of());
    }

    private static DatasetState target(int count) {
        return source(count);
    }

    private static Stream<Snapshot> snapshots(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Snapshot(
                        "s" + i, Integer.toString(i), i, NOW.minusSeconds(1000L - i), 0, null, null, null));
    }
}
