package org.openfoodfacts.brigade.deployer.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;

/** Some lines of output of one step. {@code at} is the cursor to ask with for what follows, see {@link LogCursor}. */
public record LogPart(String at, Step step, List<OutputLine> lines, long droppedLines) {
    public LogPart {
        lines = Copies.of(lines);
    }
}
