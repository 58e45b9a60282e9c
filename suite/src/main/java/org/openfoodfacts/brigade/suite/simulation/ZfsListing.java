package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code zfs list} and {@code zfs get}. */
final class ZfsListing {
    private static final String ALL_TYPES = "filesystem,volume,snapshot,bookmark";

    private final ZfsCatalogue catalogue;

    ZfsListing(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult list(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Hprd:t:o:s:S:");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        List<String> columns = new ArrayList<>();
        for (String column :
                options.value('o', "name,used,available,referenced,mountpoint").split(",")) {
            Optional<String> known = ZfsProperties.known(column);
            if (known.isEmpty()) {
                return badProperty(column);
            }
            columns.add(known.get());
        }
        List<String> absent =
                options.operands().stream().filter(name -> !isThere(name)).toList();
        ZfsProperties properties = new ZfsProperties(catalogue);
        List<List<String>> rows = selected(options, "filesystem,volume").stream()
                .map(name -> shown(options, columns, properties.values(name, columns)))
                .toList();
        if (!absent.isEmpty()) {
            String errors = absent.stream().map(SimulatedZfs::cannotOpen).collect(Collectors.joining());
            return new ExecResult.Exited(1, ToolTable.render(columns, rows, options.has('H')), errors, false);
        }
        if (rows.isEmpty()) {
            return options.has('H') ? SimulatedTool.ok("") : SimulatedTool.fail(0, "no datasets available\n");
        }
        return SimulatedTool.ok(ToolTable.render(columns, rows, options.has('H')));
    }

    ExecResult get(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Hprd:t:o:s:");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().isEmpty()) {
            return SimulatedTool.fail(2, "missing property argument\n" + SimulatedZfs.usage());
        }
        List<String> names = options.operands().subList(1, options.operands().size());
        Optional<ExecResult> missing = missing(names);
        if (missing.isPresent()) {
            return missing.get();
        }
        List<String> fields =
                List.of(options.value('o', "name,property,value,source").split(","));
        Set<String> sources = Set.of(options.value('s', "local,default,inherited,temporary,received,none")
                .split(","));
        List<List<String>> rows = new ArrayList<>();
        ZfsProperties properties = new ZfsProperties(catalogue);
        ToolOptions targets = new ToolOptions(options.flags(), options.values(), names, (char) 0);
        for (String name : selected(targets, ALL_TYPES)) {
            String asked = options.operands().getFirst();
            for (String property : asked.equals("all") ? properties.all(name) : List.of(asked.split(","))) {
                Optional<String> known = ZfsProperties.known(property);
                if (known.isEmpty()) {
                    return badProperty(property);
                }
                row(name, known.get(), properties, fields, sources, options).ifPresent(rows::add);
            }
        }
        return SimulatedTool.ok(ToolTable.render(fields, rows, options.has('H')));
    }

    private Optional<List<String>> row(
            String name,
            String property,
            ZfsProperties properties,
            List<String> fields,
            Set<String> sources,
            ToolOptions options) {
        ZfsSettings.Sourced set = properties.sourced(name, property);
        String value = shown(options, property, set.value());
        String source = set.source();
        String kind = source.equals("-") ? "none" : source.split(" ")[0];
        return sources.contains(kind)
                ? Optional.of(fields.stream()
                        .map(field -> switch (field) {
                            case "name" -> name;
                            case "property" -> property;
                            case "value" -> value;
                            default -> source;
                        })
                        .toList())
                : Optional.empty();
    }

    private static List<String> shown(ToolOptions options, List<String> columns, List<String> exact) {
        return options.has('p')
                ? exact
                : IntStream.range(0, columns.size())
                        .mapToObj(i -> shown(options, columns.get(i), exact.get(i)))
                        .toList();
    }

    private static String shown(ToolOptions options, String property, String exact) {
        return options.has('p') ? exact : ToolTable.human(property, exact);
    }

    private static ExecResult badProperty(String property) {
        return SimulatedTool.fail(2, "bad property list: invalid property '" + property + "'\n" + SimulatedZfs.usage());
    }

    private Optional<ExecResult> missing(List<String> names) {
        return names.stream()
                .filter(name -> !isThere(name))
                .map(SimulatedZfs::notThere)
                .findFirst();
    }

    private boolean isThere(String name) {
        return catalogue.datasets().containsKey(name)
                || catalogue.snapshots().containsKey(name)
                || catalogue.bookmarks().containsKey(name);
    }

    /** Names in the order zfs has: each dataset, its snapshots by age, its bookmarks, then its children. */
    private List<String> selected(ToolOptions options, String defaultTypes) {
        List<String> types = List.of(
                options.value('t', defaultTypes).replace("all", ALL_TYPES).split(","));
        if (options.operands().isEmpty()) {
            return catalogue.pools().keySet().stream()
                    .flatMap(pool -> below(pool, Integer.MAX_VALUE, types))
                    .toList();
        }
        boolean deep = options.has('r');
        boolean onlyPoints = !types.contains("filesystem") && !types.contains("volume");
        int depth = deep ? Integer.MAX_VALUE : Integer.parseInt(options.value('d', onlyPoints ? "1" : "0"));
        return options.operands().stream()
                .filter(this::isThere)
                .flatMap(name -> name.contains("@") || name.contains("#") ? Stream.of(name) : below(name, depth, types))
                .distinct()
                .toList();
    }

    private Stream<String> below(String start, int depth, List<String> types) {
        List<String> names = new ArrayList<>();
        for (String dataset : catalogue.tree(start)) {
            int level = level(dataset) - level(start);
            if (level <= depth
                    && types.contains(catalogue.datasets().get(dataset).type())) {
                names.add(dataset);
            }
            if (level < depth && types.contains("snapshot")) {
                names.addAll(catalogue.snapshotsOf(dataset));
            }
            if (level < depth && types.contains("bookmark")) {
                names.addAll(catalogue.bookmarksOf(dataset));
            }
        }
        return names.stream();
    }

    private static int level(String dataset) {
        return dataset.split("/").length;
    }
}
