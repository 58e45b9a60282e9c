package org.openfoodfacts.brigade.platform.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;

class CommandStateTest {
    @Test
    void aReplayThatTheNodeRefusedDoesNotEndTheCommandThatRuns() {
        assertThat(CommandState.ACCEPTED.after(refused(CommandRefused.Reason.REPLAYED)))
                .isEqualTo(CommandState.ACCEPTED);
    }

    @Test
    void anyOtherRefusalEndsTheCommand() {
        assertThat(CommandState.SENT.after(refused(CommandRefused.Reason.POLICY)))
                .isEqualTo(CommandState.REFUSED);
    }

    private static CommandRefused refused(CommandRefused.Reason reason) {
        return new CommandRefused(UUID.randomUUID(), Instant.EPOCH, reason, "seen before");
    }
}
