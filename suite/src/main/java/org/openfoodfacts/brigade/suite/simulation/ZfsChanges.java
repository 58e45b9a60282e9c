package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Bookmark;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** What makes something new: {@code zfs snapshot, create, clone, bookmark}. */
final class ZfsChanges {
    private final ZfsCatalogue catalogue;
    private final ZfsSetting settings;

    ZfsChanges(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
        this.settings = new ZfsSetting(catalogue);
    }

    /** Of all the names none or each is taken; those of one pool in one transaction group. */
    ExecResult snapshot(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "ro:");
        if (options.unknown() != 0 || options.operands().isEmpty()) {
            return options.unknown() != 0
                    ? SimulatedZfs.invalidOption(options.unknown())
                    : SimulatedTool.fail(2, "missing snapshot argument\n" + SimulatedZfs.usage());
        }
        List<String> names = new ArrayList<>();
        for (String name : options.operands()) {
            int at = name.indexOf('@');
            if (at < 0) {
                return SimulatedTool.fail(2, SimulatedZfs.usage());
            }
            Optional<String> wrong = ZfsNames.wrong(name);
            if (wrong.isPresent()) {
                return SimulatedTool.fail(1, "cannot create snapshot '" + name + "': " + wrong.get() + "\n");
            }
            String dataset = name.substring(0, at);
            if (!catalogue.datasets().containsKey(dataset)) {
                return SimulatedTool.fail(
                        2, "cannot open '" + dataset + "': dataset does not exist\n" + SimulatedZfs.usage());
            }
            List<String> datasets = options.has('r') ? catalogue.tree(dataset) : List.of(dataset);
            datasets.forEach(each -> names.add(each + name.substring(at)));
        }
        return take(options, names);
    }

    private ExecResult take(ToolOptions options, List<String> names) {
        long datasets = names.stream()
                .map(name -> name.substring(0, name.indexOf('@')))
                .distinct()
                .count();
        if (datasets < names.size()) {
            return SimulatedTool.fail(
                    1,
                    "cannot create snapshots : multiple snapshots of same fs not allowed\nno snapshots were created\n");
        }
        StringBuilder errors = new StringBuilder();
        names.stream()
                .filter(catalogue.snapshots()::containsKey)
                .forEach(name ->
                        errors.append("cannot create snapshot '").append(name).append("': dataset already exists\n"));
        if (!errors.isEmpty()) {
            if (options.has('r') || options.operands().size() > 1) {
                errors.append("no snapshots were created\n");
            }
            return SimulatedTool.fail(1, errors.toString());
        }
        Map<String, String> properties = new TreeMap<>();
        for (String assignment : options.all('o')) {
            if (!assignment.contains("=")) {
                return SimulatedTool.fail(2, "missing '=' for property=value argument\n" + SimulatedZfs.usage());
            }
            String[] parts = assignment.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        catalogue.addSnapshots(names, properties);
        catalogue.save();
        return SimulatedTool.ok("");
    }

    ExecResult create(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "psuo:V:");
        if (options.unknown() != 0 || options.operands().size() != 1) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        String name = options.operands().getFirst();
        Map<String, String> properties = new TreeMap<>();
        Optional<ExecResult> refused = settings.assign(options.all('o'), properties, "cannot create '" + name + "'", 1);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (catalogue.datasets().containsKey(name)) {
            return options.has('p')
                    ? SimulatedTool.ok("")
                    : SimulatedTool.fail(1, "cannot create '" + name + "': dataset already exists\n");
        }
        Optional<String> wrong = ZfsNames.wrongDataset(name);
        if (wrong.isPresent()) {
            return SimulatedTool.fail(1, "cannot create '" + name + "': " + wrong.get() + "\n");
        }
        if (!catalogue.pools().containsKey(ZfsCatalogue.pool(name))) {
            return SimulatedZfs.noPool(name);
        }
        boolean parent =
                name.contains("/") && catalogue.datasets().containsKey(name.substring(0, name.lastIndexOf('/')));
        if (!parent && !options.has('p')) {
            return SimulatedTool.fail(1, "cannot create '" + name + "': parent does not exist\n");
        }
        catalogue.addParents(name);
        if (options.has('V')) {
            properties.put("volsize", ZfsSettable.bytes(options.value('V', "")).orElse("0"));
        }
        catalogue.addDataset(
                name,
                options.has('V') ? "volume" : "filesystem",
                null,
                options.has('V') ? 56 << 10 : ZfsCatalogue.EMPTY);
        finish(name, properties);
        return SimulatedTool.ok("");
    }

    private void finish(String name, Map<String, String> properties) {
        boolean mounts = properties.getOrDefault("canmount", "on").equals("on");
        catalogue.setProperties(name, properties);
        catalogue.datasets().computeIfPresent(name, (_, dataset) -> dataset.mounted(mounts));
        catalogue.save();
    }

    ExecResult cloneOf(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "po:");
        if (options.unknown() != 0 || options.operands().size() != 2) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        Snapshot origin = catalogue.snapshots().get(options.operands().getFirst());
        String name = options.operands().getLast();
        if (origin == null) {
            return SimulatedZfs.notThere(options.operands().getFirst());
        }
        Map<String, String> properties = new TreeMap<>();
        Optional<ExecResult> refused = settings.assign(options.all('o'), properties, "cannot create '" + name + "'", 1);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (catalogue.datasets().containsKey(name)) {
            return SimulatedTool.fail(1, "cannot create '" + name + "': dataset already exists\n");
        }
        String source = options.operands().getFirst();
        if (!catalogue.datasets().containsKey(name.substring(0, Math.max(0, name.lastIndexOf('/'))))) {
            if (!options.has('p')) {
                return SimulatedTool.fail(1, "cannot create '" + name + "': parent does not exist\n");
            }
            catalogue.addParents(name);
        }
        String type = catalogue
                .datasets()
                .get(source.substring(0, source.indexOf('@')))
                .type();
        catalogue.addDataset(name, type, source, origin.referencedBytes());
        finish(name, properties);
        return SimulatedTool.ok("");
    }

    ExecResult bookmark(List<String> arguments) {
        if (arguments.size() != 2 || !arguments.getLast().contains("#")) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        Snapshot source = catalogue.snapshots().get(arguments.getFirst());
        String name = arguments.getLast();
        if (source == null) {
            return SimulatedZfs.notThere(arguments.getFirst());
        }
        if (catalogue.bookmarks().containsKey(name)) {
            return SimulatedTool.fail(1, "cannot create bookmark '" + name + "': bookmark exists\n");
        }
        catalogue.bookmarks().put(name, new Bookmark(source.guid(), source.createTxg(), source.creation()));
        catalogue.save();
        return SimulatedTool.ok("");
    }
}
