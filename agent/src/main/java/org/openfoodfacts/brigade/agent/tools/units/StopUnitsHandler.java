package org.openfoodfacts.brigade.agent.tools.units;

import java.util.List;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;

/** Stops the units that are active, the first first. When one cannot be stopped, those before it stay stopped, and the failure names them. */
public final class StopUnitsHandler implements CommandHandler<StopUnits> {
    @Override
    public Class<StopUnits> type() {
        return StopUnits.class;
    }

    @Override
    public Outcome handle(StopUnits command, Execution execution) {
        return Units.malformed(command.units())
                .map(ToolFailure::malformed)
                .orElseGet(() ->
                        stop(command.units(), new Units(execution.machine().exec())));
    }

    private static Outcome stop(List<String> wanted, Units units) {
        Units.Seen seen = units.active(wanted);
        if (!seen.succeeded()) {
            return ToolFailure.of("systemctl is-active", seen.end());
        }
        for (String unit : seen.active()) {
            ExecResult end = units.control("stop", unit);
            if (end.success().isEmpty()) {
                return new Outcome.Failed(
                        CommandFailed.Reason.TOOL_FAILED,
                        "systemctl stop " + unit + ": " + ToolFailure.describe(end),
                        null,
                        new UnitsStopped(mayBeDown(seen.active(), unit, units)));
            }
        }
        return new Outcome.Done(new UnitsStopped(seen.active()));
    }

    /** Of those that were active: the one whose stop failed and may yet end it, and whatever is active no more, also because another one needed it. */
    private static List<String> mayBeDown(List<String> wereActive, String failed, Units units) {
        Units.Seen now = units.active(wereActive);
        return wereActive.stream()
                .filter(unit ->
                        unit.equals(failed) || !now.succeeded() || !now.active().contains(unit))
                .toList();
    }
}
