package org.openfoodfacts.brigade.contracts.reports;

import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Output as it comes. {@code sequence} counts from 1 without gaps per command; {@code droppedLines} were left out under back-pressure. */
public record CommandProgress(@Required UUID commandId, long sequence, List<OutputLine> lines, long droppedLines)
        implements CommandReport {
    public CommandProgress {
        lines = Copies.of(lines);
    }

    /** {@code error} is true for a line of standard error. */
    public record OutputLine(boolean error, @Required String text) {}
}
