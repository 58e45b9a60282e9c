package org.openfoodfacts.brigade.contracts.reports;

import java.util.UUID;

/** What became of one command. Exactly one of done, failed, refused ends it. */
public sealed interface CommandReport extends Report
        permits CommandAccepted, CommandProgress, CommandDone, CommandFailed, CommandRefused {

    UUID commandId();
}
