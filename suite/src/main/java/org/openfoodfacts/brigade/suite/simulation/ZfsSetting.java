package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code zfs set}, {@code inherit}, and the {@code -o property=value} of other commands. All assignments are good, or none is made. */
final class ZfsSetting {
    private final ZfsCatalogue catalogue;

    ZfsSetting(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult set(List<String> arguments) {
        List<String> assignments =
                arguments.stream().takeWhile(argument -> argument.contains("=")).toList();
        List<String> names = arguments.subList(assignments.size(), arguments.size());
        if (assignments.isEmpty() || names.isEmpty()) {
            return SimulatedTool.fail(2, "missing property=value argument(s)\n" + SimulatedZfs.usage());
        }
        for (String name : names) {
            Optional<Map<String, String>> properties = catalogue.properties(name);
            if (properties.isEmpty()) {
                return SimulatedZfs.notThere(name);
            }
            Optional<ExecResult> refused =
                    assign(assignments, properties.get(), "cannot set property for '" + name + "'", 255);
            if (refused.isPresent()) {
                return refused.get();
            }
            catalogue.setProperties(name, properties.get());
        }
        catalogue.save();
        return SimulatedTool.ok("");
    }

    ExecResult inherit(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "rS");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() < 2) {
            return SimulatedTool.fail(2, "missing property argument\n" + SimulatedZfs.usage());
        }
        String property = options.operands().getFirst();
        if (!property.contains(":") && ZfsProperties.known(property).isEmpty()) {
            return SimulatedTool.fail(2, "invalid property '" + property + "'\n" + SimulatedZfs.usage());
        }
        if (!property.contains(":") && ZfsSettable.of(property).isEmpty()) {
            return SimulatedTool.fail(1, property + " property is read-only\n");
        }
        List<String> chosen = new ArrayList<>();
        for (String name : options.operands().subList(1, options.operands().size())) {
            if (catalogue.properties(name).isEmpty()) {
                return SimulatedZfs.notThere(name);
            }
            chosen.addAll(options.has('r') ? catalogue.tree(name) : List.of(name));
        }
        for (String name : chosen) {
            Map<String, String> properties = catalogue.properties(name).orElseThrow();
            properties.remove(property);
            catalogue.setProperties(name, properties);
        }
        catalogue.save();
        return SimulatedTool.ok("");
    }

    /** Puts the assignments among the properties; or what zfs answers to one that it does not take, after {@code failed}. */
    Optional<ExecResult> assign(List<String> assignments, Map<String, String> properties, String failed, int code) {
        Map<String, String> taken = new TreeMap<>();
        for (String assignment : assignments) {
            if (!assignment.contains("=")) {
                return Optional.of(
                        SimulatedTool.fail(2, "missing '=' for property=value argument\n" + SimulatedZfs.usage()));
            }
            String[] parts = assignment.split("=", 2);
            Optional<String> refused = refused(parts[0], parts[1]);
            if (refused.isPresent()) {
                return Optional.of(SimulatedTool.fail(code, failed + ": " + refused.get() + "\n"));
            }
            Optional<String> value = ZfsSettable.of(parts[0]).flatMap(settable -> settable.taken(parts[1]));
            taken.put(parts[0], value.orElse(parts[1]));
        }
        properties.putAll(taken);
        return Optional.empty();
    }

    private static Optional<String> refused(String property, String value) {
        if (property.contains(":")) {
            return Optional.empty();
        }
        Optional<ZfsSettable> settable = ZfsSettable.of(property);
        if (settable.isEmpty()) {
            boolean known = ZfsProperties.known(property).isPresent();
            return Optional.of(known ? "'" + property + "' is readonly" : "invalid property '" + property + "'");
        }
        return settable.get().taken(value).isPresent()
                ? Optional.empty()
                : Optional.of(settable.get().demand());
    }
}
