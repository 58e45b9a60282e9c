package org.openfoodfacts.brigade.suite.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs hold}, {@code release} and {@code holds}. */
final class ZfsHolds {
    private final ZfsCatalogue catalogue;
    private final ZfsRights rights;

    ZfsHolds(ZfsCatalogue catalogue, ZfsRights rights) {
        this.catalogue = catalogue;
        this.rights = rights;
    }

    ExecResult hold(List<String> arguments) {
        return change(
                arguments,
                "hold",
                "cannot hold snapshot '",
                (holds, tag) ->
                        holds.putIfAbsent(tag, catalogue.now()) == null ? "" : "tag already exists on this dataset");
    }

    ExecResult release(List<String> arguments) {
        return change(
                arguments,
                "release",
                "cannot release hold from snapshot '",
                (holds, tag) -> holds.remove(tag) != null ? "" : "no such tag on this dataset");
    }

    /** Answers with what is in the way, else with nothing. */
    private interface Change {
        String apply(Map<String, Instant> holds, String tag);
    }

    private ExecResult change(List<String> arguments, String verb, String cannot, Change change) {
        ToolOptions options = ToolOptions.parse(arguments, "r");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() < 2) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        String tag = options.operands().getFirst();
        StringBuilder errors = new StringBuilder();
        for (String name : options.operands().subList(1, options.operands().size())) {
            String why = chosen(options, name).stream()
                    .map(snapshot -> change(snapshot, verb, change, tag))
                    .reduce((one, other) -> one.isEmpty() ? other : one)
                    .orElse("dataset does not exist");
            errors.append(why.isEmpty() || why.startsWith("cannot ") ? why : cannot + name + "': " + why + "\n");
        }
        catalogue.save();
        return errors.isEmpty() ? SimulatedTool.ok("") : SimulatedTool.fail(1, errors.toString());
    }

    /** Whoever lacks the right is not told at which snapshot. */
    private String change(String snapshot, String verb, Change change, String tag) {
        Snapshot before = catalogue.snapshots().get(snapshot);
        Map<String, Instant> holds = new TreeMap<>(before.holds());
        String why = change.apply(holds, tag);
        if (why.isEmpty() && !rights.allows(verb)) {
            return "cannot " + verb + ": permission denied\n";
        }
        if (why.isEmpty()) {
            catalogue.snapshots().put(snapshot, before.held(holds));
        }
        return why;
    }

    /** The snapshot and, with {@code -r}, those of the same name below. */
    private List<String> chosen(ToolOptions options, String name) {
        int at = Math.max(0, name.indexOf('@'));
        List<String> datasets =
                options.has('r') ? catalogue.tree(name.substring(0, at)) : List.of(name.substring(0, at));
        return datasets.stream()
                .map(dataset -> dataset + name.substring(at))
                .filter(catalogue.snapshots()::containsKey)
                .toList();
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
