package org.openfoodfacts.brigade.suite.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs hold}, {@code release} and {@code holds}. */
final class ZfsHolds {
    private final ZfsCatalogue catalogue;

    ZfsHolds(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult hold(List<String> arguments) {
        return change(
                arguments,
                (name, snapshot, tag) -> snapshot.holds().putIfAbsent(tag, catalogue.now()) == null
                        ? ""
                        : "cannot hold snapshot '" + name + "': tag already exists on this dataset\n");
    }

    ExecResult release(List<String> arguments) {
        return change(
                arguments,
                (name, snapshot, tag) -> snapshot.holds().remove(tag) != null
                        ? ""
                        : "cannot release hold from snapshot '" + name + "': no such tag on this dataset\n");
    }

    /** Answers with what zfs says when it cannot, else with nothing. */
    private interface Change {
        String apply(String name, Snapshot snapshot, String tag);
    }

    private ExecResult change(List<String> arguments, Change change) {
        ToolOptions options = ToolOptions.parse(arguments, "r");
        if (options.unknown() != 0 || options.operands().size() < 2) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        StringBuilder errors = new StringBuilder();
        for (String name : options.operands().subList(1, options.operands().size())) {
            Snapshot snapshot = catalogue.snapshots().get(name);
            errors.append(
                    snapshot == null
                            ? "cannot open '" + name + "': dataset does not exist\n"
                            : change.apply(name, snapshot, options.operands().getFirst()));
        }
        catalogue.save();
        return errors.isEmpty() ? SimulatedTool.ok("") : SimulatedTool.fail(1, errors.toString());
    }

    ExecResult list(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "rHp");
        if (options.unknown() != 0 || options.operands().isEmpty()) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        List<List<String>> rows = new ArrayList<>();
        StringBuilder errors = new StringBuilder();
        for (String name : options.operands()) {
            Snapshot snapshot = catalogue.snapshots().get(name);
            if (snapshot == null) {
                errors.append("cannot open '").append(name).append("': dataset does not exist\n");
                continue;
            }
            for (Map.Entry<String, Instant> hold : snapshot.holds().entrySet()) {
                String at = Long.toString(hold.getValue().getEpochSecond());
                rows.add(List.of(name, hold.getKey(), options.has('p') ? at : ToolTable.human("creation", at)));
            }
        }
        String output = ToolTable.render(List.of("name", "tag", "timestamp"), rows, options.has('H'));
        return new ExecResult.Exited(errors.isEmpty() ? 0 : 1, output, errors.toString(), false);
    }
}
