package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullRecovered;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;

class TransferFailureTest extends TransferSample {
    @Test
    void itIsGivenUpWhenNothingHelpsAndToldOncePerReason() {
        Transfer transfer = asked(Standing.GOOD);
        Instant now = NOW;
        for (int i = 1; i < Transfer.MOST_FAILURES; i++) {
            transfer = transfer.step(look(source(3), target(1)), now)
                    .next()
                    .sent(COMMAND)
                    .step(new TransferInput.NotPulled(COMMAND, "UNREACHABLE", "no route"), now)
                    .next();
            now = ((Queued) transfer.phase()).notBefore();
        }
        Step last = transfer.step(look(source(3), target(1)), now)
                .next()
                .sent(COMMAND)
                .step(new TransferInput.NotPulled(COMMAND, "UNREACHABLE", "no route"), now);

        assertThat(last.next().phase()).isEqualTo(new TransferPhase.Failed(now, "UNREACHABLE", "no route"));
        assertThat(last.events()).singleElement().isInstanceOfSatisfying(PullFailed.class, event -> {
            assertThat(event.reason()).isEqualTo("UNREACHABLE");
            assertThat(event.copy().dataset()).isEqualTo("copy/off");
        });
        Standing standing = last.next().standing();
        assertThat(standing).isEqualTo(new Standing("UNREACHABLE", 1));
        assertThat(pulling(asked(standing), target(1))
                        .step(new TransferInput.NotPulled(COMMAND, "NO_SPACE", "out of space"), NOW)
                        .events())
                .hasSize(1);
        assertThat(asked(new Standing("NO_SPACE", 4))
                        .step(look(source(3), target(1)), NOW)
                        .next()
                        .sent(COMMAND)
                        .step(new TransferInput.NotPulled(COMMAND, "NO_SPACE", "out of space"), NOW)
                        .events())
                .isEmpty();
        assertThat(asked(standing).step(look(source(3), target(3)), NOW).events())
                .singleElement()
                .isInstanceOf(PullRecovered.class);
    }

    @Test
    void whatNoFileAsksForAnyMoreIsNoFailure() {
        Step step = asked(Standing.GOOD).step(new TransferInput.NotDeclared(), NOW);

        assertThat(step.next().phase())
                .isInstanceOfSatisfying(
                        TransferPhase.Failed.class,
                        ended -> assertThat(ended.reason()).isEqualTo("NOT_DECLARED"));
        assertThat(step.events()).isEmpty();
        assertThat(step.next().standing()).isEqualTo(Standing.GOOD);
        assertThat(asked(new Standing("NO_SPACE", 4))
                        .step(new TransferInput.NotDeclared(), NOW)
                        .events())
                .as("what failed before is over")
                .singleElement()
                .isInstanceOf(PullRecovered.class);
    }

    @Test
    void whatIsOverIsToldOnceAndTheNextTransferBeginsAnew() {
        Transfer failed = failed(pulling(asked(Standing.GOOD), target(1)), "NO_SPACE", "out of space");

        Step over = failed.step(new TransferInput.Over(), NOW.plusSeconds(9));

        assertThat(over.events()).singleElement().isInstanceOfSatisfying(PullRecovered.class, event -> {
            assertThat(event.copy().dataset()).isEqualTo("copy/off");
            assertThat(event.at()).isEqualTo(NOW.plusSeconds(9));
        });
        assertThat(over.next().phase()).isEqualTo(new TransferPhase.Failed(NOW, "NO_SPACE", "out of space", true));
        assertThat(over.next().standing()).isEqualTo(Standing.GOOD);
        assertThat(over.next().mayBeFollowed(NOW)).as("it failed just now").isFalse();
        assertThat(over.next().step(new TransferInput.Over(), NOW).events()).isEmpty();
    }

    @Test
    void aCancelledOneAfterAFailureStandsForItUntilThatIsOver() {
        Transfer cancelled = asked(new Standing("NO_SPACE", 4))
                .step(new TransferInput.CancelAsked("ann"), NOW)
                .next();

        Step over = cancelled.step(new TransferInput.Over(), NOW);

        assertThat(over.events()).singleElement().isInstanceOf(PullRecovered.class);
        assertThat(over.next().phase()).isEqualTo(cancelled.phase());
        assertThat(over.next().step(new TransferInput.Over(), NOW).events()).isEmpty();
        assertThat(asked(new Standing("NO_SPACE", 4))
                        .step(new TransferInput.Over(), NOW)
                        .events())
                .as("one that is under way tells itself")
                .isEmpty();
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
}
