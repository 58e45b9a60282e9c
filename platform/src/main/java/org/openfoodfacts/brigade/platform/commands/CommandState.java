package org.openfoodfacts.brigade.platform.commands;

import java.util.EnumSet;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;

/**
 * Where a command stands. {@code EXPIRED} (nobody accepted it before the deadline) and {@code LOST} (accepted, then silence) are the
 * service's own judgement; a report that comes after all still counts, because it is what really happened.
 */
public enum CommandState {
    SENT,
    ACCEPTED,
    DONE,
    FAILED,
    REFUSED,
    EXPIRED,
    LOST;

    private static final Set<CommandState> REPORTED_ENDS = EnumSet.of(DONE, FAILED, REFUSED);
    private static final Set<CommandState> GIVEN_UP = EnumSet.of(EXPIRED, LOST);

    /** True when nothing more is expected. */
    public boolean isEnd() {
        return isGivenUp() || isReportedEnd();
    }

    /** True when the node itself said how it ended. */
    public boolean isReportedEnd() {
        return REPORTED_ENDS.contains(this);
    }

    /** True when the service stopped waiting for a report. */
    public boolean isGivenUp() {
        return GIVEN_UP.contains(this);
    }

    /** The state after a report; the same state when the report is old news. What the node reported as the end is final. */
    public CommandState after(CommandReport report) {
        if (REPORTED_ENDS.contains(this)) {
            return this;
        }
        return switch (report) {
            case CommandAccepted accepted -> ACCEPTED;
            case CommandProgress progress -> ACCEPTED;
            case CommandDone done -> DONE;
            case CommandFailed failed -> FAILED;
            // Sent twice (the outbox sends at least once): the first delivery counts, and its reports say how it ends.
            case CommandRefused refused when refused.reason() == CommandRefused.Reason.REPLAYED -> this;
            case CommandRefused refused -> REFUSED;
        };
    }
}
