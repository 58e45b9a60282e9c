package org.openfoodfacts.brigade.deployer.domain;

import java.util.UUID;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** What can happen to a deployment. */
public sealed interface Input {

    record CommandSucceeded(UUID command, CommandResult result) implements Input {}

    /** {@code why} is one line for people. */
    record CommandNotSucceeded(UUID command, Ending ending, String why) implements Input {
        public CommandNotSucceeded {
            why = PlainText.withoutNul(why);
        }
    }

    record CancelAsked(String by) implements Input {}

    /** How a command ended that did not succeed: begun and failed, not begun, or never heard of again. */
    enum Ending {
        FAILED,
        REFUSED,
        SILENT
    }
}
