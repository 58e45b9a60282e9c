package org.openfoodfacts.brigade.platform.commands;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** Some lines of a command's output; ask with {@code after = sequence} for what follows. */
public record OutputView(long sequence, List<OutputLine> lines, long droppedLines) {
    private static final TypeReference<List<OutputLine>> LINES = new TypeReference<>() {};

    static OutputView of(OutputEntity entity) {
        return new OutputView(entity.sequence(), JsonText.read(entity.lines(), LINES), entity.droppedLines());
    }
}
