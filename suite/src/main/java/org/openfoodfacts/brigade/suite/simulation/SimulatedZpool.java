package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Pool;

/** {@code zpool} of a simulated machine: every pool is ONLINE. */
final class SimulatedZpool implements SimulatedTool {
    private static final Map<String, String> SHORT =
            Map.of("alloc", "allocated", "frag", "fragmentation", "cap", "capacity");
    private static final List<String> KNOWN =
            List.of("name", "guid", "health", "size", "allocated", "free", "fragmentation", "capacity", "altroot");

    private static final List<String> FEATURES =
            List.of("embedded_data", "lz4_compress", "large_blocks", "encryption", "zstd_compress");

    private final ZfsCatalogue catalogue;

    SimulatedZpool(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        if (arguments.isEmpty()) {
            return SimulatedTool.fail(2, "missing command\n" + usage());
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "version", "--version", "-V" -> SimulatedTool.ok(SimulatedZfs.VERSION);
            case "list" -> list(rest);
            case "status" -> status(rest);
            case "get" -> features(rest);
            default -> SimulatedTool.fail(2, "unrecognized command '" + arguments.getFirst() + "'\n" + usage());
        };
    }

    private ExecResult list(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Hpo:");
        if (options.unknown() != 0) {
            return SimulatedTool.fail(2, "invalid option '" + options.unknown() + "'\n" + usage());
        }
        List<String> columns = new ArrayList<>();
        for (String column : options.value('o', "name,size,alloc,free,frag,cap,health,altroot")
                .split(",")) {
            String full = SHORT.getOrDefault(column, column);
            if (!KNOWN.contains(full)) {
                return SimulatedTool.fail(2, "property list: invalid property '" + column + "'\n" + usage());
            }
            columns.add(full);
        }
        Optional<String> missing = missing(options.operands());
        if (missing.isPresent()) {
            return SimulatedTool.fail(1, missing.get());
        }
        ZfsSpace space = new ZfsSpace(catalogue);
        List<List<String>> rows = chosen(options.operands()).stream()
                .map(name -> columns.stream()
                        .map(column -> shown(options, column, value(name, column, space.used(name))))
                        .toList())
                .toList();
        return rows.isEmpty() && !options.has('H')
                ? SimulatedTool.ok("no pools available\n")
                : SimulatedTool.ok(ToolTable.render(columns, rows, options.has('H')));
    }

    /** {@code zpool get -H -o property,value all POOL}: of all properties its features, each enabled. */
    private ExecResult features(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Hpo:");
        if (options.unknown() != 0 || options.operands().size() != 2) {
            return SimulatedTool.fail(2, "missing property argument\n" + usage());
        }
        Optional<String> missing = missing(options.operands().subList(1, 2));
        return missing.map(words -> SimulatedTool.fail(1, words))
                .orElseGet(() -> SimulatedTool.ok(FEATURES.stream()
                        .map(feature -> "feature@" + feature + "\tenabled\n")
                        .collect(Collectors.joining())));
    }

    private ExecResult status(List<String> arguments) {
        List<String> names =
                arguments.stream().filter(name -> !name.startsWith("-")).toList();
        Optional<String> missing = missing(names);
        if (missing.isPresent()) {
            return SimulatedTool.fail(1, missing.get());
        }
        StringBuilder text = new StringBuilder();
        for (String name : chosen(names)) {
            text.append("  pool: ")
                    .append(name)
                    .append("\n state: ONLINE\nconfig:\n\n\tNAME        STATE     READ WRITE CKSUM\n\t")
                    .append(name)
                    .append("       ONLINE       0     0     0\n\nerrors: No known data errors\n");
        }
        return SimulatedTool.ok(text.isEmpty() ? "no pools available\n" : text.toString());
    }

    private Optional<String> missing(List<String> names) {
        return names.stream()
                .filter(name -> !catalogue.pools().containsKey(name))
                .map(name -> "cannot open '" + name + "': no such pool\n")
                .findFirst();
    }

    private List<String> chosen(List<String> names) {
        return names.isEmpty() ? List.copyOf(catalogue.pools().keySet()) : names;
    }

    private static String shown(ToolOptions options, String column, String exact) {
        return options.has('p') ? exact : ToolTable.human(column, exact);
    }

    private String value(String name, String column, long allocated) {
        Pool pool = catalogue.pools().get(name);
        return switch (column) {
            case "name" -> name;
            case "guid" -> pool.guid();
            case "health" -> "ONLINE";
            case "size" -> Long.toString(pool.sizeBytes());
            case "allocated" -> Long.toString(allocated);
            case "free" -> Long.toString(pool.sizeBytes() - allocated);
            case "fragmentation" -> Long.toString(Plausible.between(pool.guid(), "fragmentation", 0, 40));
            case "capacity" -> Long.toString(allocated * 100 / pool.sizeBytes());
            default -> "-";
        };
    }

    private static String usage() {
        return "usage: zpool command args ...\nwhere 'command' is one of the following:\n\n\tversion\n\n\tlist\n\tstatus\n\n\tget\n";
    }
}
