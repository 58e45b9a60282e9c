package org.openfoodfacts.brigade.agent.commands;

import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** What became of a command; the runner makes the report of it. */
public sealed interface Outcome {
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
