package org.openfoodfacts.brigade.agent.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** What became of a command; the runner makes the report of it. */
public sealed interface Outcome {
    /** Of one that did not succeed: told with what could not be put back as it was. With none of that, the same. */
    default Outcome leaving(List<String> notPutBack) {
        if (notPutBack.isEmpty()) {
            return this;
        }
        String more = "; not as it was before: " + String.join("; ", notPutBack);
        return switch (this) {
            case Done done -> done;
            case Failed failed -> new Failed(failed.reason, failed.detail + more, failed.exitCode, failed.result);
            case Refused refused -> new Failed(CommandFailed.Reason.TOOL_FAILED, refused.detail + more, null);
        };
    }

    record Done(CommandResult result) implements Outcome {}

    /** Begun and not succeeded. {@code exitCode} null when no tool ended by itself; {@code result} null when there is nothing to show. */
    record Failed(CommandFailed.Reason reason, String detail, Integer exitCode, CommandResult result)
            implements Outcome {
        public Failed(CommandFailed.Reason reason, String detail, Integer exitCode) {
            this(reason, detail, exitCode, null);
        }
    }

    /** Not begun; nothing changed. */
    record Refused(CommandRefused.Reason reason, String detail) implements Outcome {}
}
