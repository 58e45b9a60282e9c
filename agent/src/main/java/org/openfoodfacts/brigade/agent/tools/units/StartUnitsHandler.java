package org.openfoodfacts.brigade.agent.tools.units;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;

/** Starts units, the first first, and all of them even when one fails: what can run shall run. Then looks whether they are active. */
public final class StartUnitsHandler implements CommandHandler<StartUnits> {
    @Override
    public Class<StartUnits> type() {
        return StartUnits.class;
    }

    @Override
    public Outcome handle(StartUnits command, Execution execution) {
        return Units.malformed(command.units())
                .map(ToolFailure::malformed)
                .orElseGet(() ->
                        start(command.units(), new Units(execution.machine().exec())));
    }

    private static Outcome start(List<String> wanted, Units units) {
        List<String> problems = new ArrayList<>();
        for (String unit : wanted) {
            ExecResult end = units.control("start", unit);
            if (end instanceof ExecResult.Missing) {
                return ToolFailure.of("systemctl start " + unit, end);
            }
            if (end.success().isEmpty()) {
                problems.add("systemctl start " + unit + ": " + ToolFailure.describe(end));
            }
        }
        Units.Seen seen = wanted.isEmpty() ? new Units.Seen(List.of(), null) : units.active(wanted);
        if (!seen.succeeded()) {
            return ToolFailure.of("systemctl is-active", seen.end());
        }
        if (problems.isEmpty()) {
            wanted.stream()
                    .filter(unit -> !seen.active().contains(unit))
                    .forEach(unit -> problems.add(unit + " was started and is not active"));
        }
        return problems.isEmpty()
                ? new Outcome.Done(new UnitsStarted(seen.active()))
                : new Outcome.Failed(
                        CommandFailed.Reason.TOOL_FAILED,
                        String.join("; ", problems),
                        null,
                        new UnitsStarted(seen.active()));
    }
}
