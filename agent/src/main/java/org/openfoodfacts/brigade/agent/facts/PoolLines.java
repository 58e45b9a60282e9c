package org.openfoodfacts.brigade.agent.facts;

import java.util.List;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;

/** The lines of {@code zpool list -Hp} with these columns. */
final class PoolLines {
    static final String COLUMNS = "name,guid,health,size,allocated,free,fragmentation";
    private static final int COUNT = COLUMNS.split(",").length;

    private PoolLines() {}

    static PoolsFact parse(List<String> lines) {
        return new PoolsFact(lines.stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == COUNT)
                .map(fields -> new Pool(
                        fields[0],
                        fields[1],
                        fields[2],
                        ToolNumbers.longOr(fields[3], 0),
                        ToolNumbers.longOr(fields[4], 0),
                        ToolNumbers.longOr(fields[5], 0),
                        (int) ToolNumbers.longOr(fields[6].replace("%", ""), 0)))
                .toList());
    }
}
