package org.openfoodfacts.brigade.platform.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskInstalled;

class CommandStateTest {
    private static final UUID ID = new UUID(0, 1);
    private static final Instant AT = Instant.EPOCH;
    private static final CommandReport ACCEPTED = new CommandAccepted(ID, AT);
    private static final CommandReport PROGRESS = new CommandProgress(ID, 1, List.of(), 0);
    private static final CommandReport DONE = new CommandDone(ID, AT, new PskInstalled("k"));
    private static final CommandReport FAILED =
            new CommandFailed(ID, AT, CommandFailed.Reason.TIMED_OUT, "after 5 s", null);
    private static final CommandReport REFUSED = new CommandRefused(ID, AT, CommandRefused.Reason.LATE, "too late");

    @ParameterizedTest
    @EnumSource(names = {"SENT", "ACCEPTED", "EXPIRED", "LOST"})
    void whatIsNotYetReportedAsEndedTakesAnyReport(CommandState state) {
        assertThat(state.after(ACCEPTED)).isEqualTo(CommandState.ACCEPTED);
        assertThat(state.after(PROGRESS)).isEqualTo(CommandState.ACCEPTED);
        assertThat(state.after(DONE)).isEqualTo(CommandState.DONE);
        assertThat(state.after(FAILED)).isEqualTo(CommandState.FAILED);
        assertThat(state.after(REFUSED)).isEqualTo(CommandState.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "FAILED", "REFUSED"})
    void whatTheNodeReportedAsTheEndIsFinal(CommandState state) {
        assertThat(state.isEnd()).isTrue();
        assertThat(List.of(ACCEPTED, PROGRESS, DONE, FAILED, REFUSED))
                .allSatisfy(report -> assertThat(state.after(report)).isEqualTo(state));
    }

    @Test
    void whatWasGivenUpHasEndedButNotByTheNodesWord() {
        for (CommandState state : List.of(CommandState.EXPIRED, CommandState.LOST)) {
            assertThat(state.isEnd()).isTrue();
            assertThat(state.isReportedEnd()).isFalse();
        }
    }

    @Test
    void aReplayThatTheNodeRefusedDoesNotEndTheCommandThatRuns() {
        CommandReport replayed = new CommandRefused(ID, AT, CommandRefused.Reason.REPLAYED, "seen before");

        assertThat(CommandState.ACCEPTED.after(replayed)).isEqualTo(CommandState.ACCEPTED);
    }
}
