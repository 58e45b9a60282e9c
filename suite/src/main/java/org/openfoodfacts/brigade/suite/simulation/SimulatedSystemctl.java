package org.openfoodfacts.brigade.suite.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Unit;

/** {@code systemctl} of a simulated machine: units are active, inactive or failed, and change at once. */
final class SimulatedSystemctl implements SimulatedTool {
    private static final Unit NOT_FOUND = new Unit("inactive", "dead", null);

    private final SimulatedState state;
    private final Clock clock;

    SimulatedSystemctl(SimulatedState state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        List<String> words = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String properties = "Id,LoadState,ActiveState,SubState,StateChangeTimestampMonotonic";
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-p") && i + 1 < arguments.size()) {
                properties = arguments.get(++i);
            } else if (argument.startsWith("-")) {
                options.add(argument);
            } else {
                words.add(argument);
            }
        }
        if (options.contains("--version")) {
            return SimulatedTool.ok("systemd 252 (252.39-1~deb12u2)\n+PAM +AUDIT default-hierarchy=unified\n");
        }
        String verb = words.isEmpty() ? "list-units" : words.getFirst();
        List<String> units =
                words.stream().skip(1).map(SimulatedSystemctl::named).toList();
        return switch (verb) {
            case "list-units" -> listUnits(options.contains("--failed"));
            case "show" -> show(units, List.of(properties.split(",")));
            case "is-active" -> isActive(units);
            case "start", "restart", "reload", "stop" -> change(verb, units);
            case "kill" -> kill(units);
            case "daemon-reload" -> SimulatedTool.ok("");
            default -> SimulatedTool.fail(1, "Unknown command verb " + verb + ".\n");
        };
    }

    private static String named(String unit) {
        return unit.contains(".") ? unit : unit + ".service";
    }

    private Map<String, Unit> units() {
        return state.content().units();
    }

    private ExecResult listUnits(boolean failedOnly) {
        String lines = units().entrySet().stream()
                .filter(unit -> !failedOnly || unit.getValue().active().equals("failed"))
                .map(unit -> unit.getKey() + " loaded " + unit.getValue().active() + " "
                        + unit.getValue().sub() + " " + unit.getKey() + "\n")
                .collect(Collectors.joining());
        return SimulatedTool.ok(lines);
    }

    private ExecResult show(List<String> names, List<String> properties) {
        return SimulatedTool.ok(names.stream()
                .map(name -> properties.stream()
                        .map(property -> property + "=" + value(name, property) + "\n")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n")));
    }

    private String value(String name, String property) {
        Unit unit = units().getOrDefault(name, NOT_FOUND);
        return switch (property) {
            case "Id" -> name;
            case "LoadState" -> units().containsKey(name) ? "loaded" : "not-found";
            case "ActiveState" -> unit.active();
            case "SubState" -> unit.sub();
            case "StateChangeTimestampMonotonic" ->
                unit.since() == null
                        ? "0"
                        : Long.toString(Duration.between(state.content().bootTime(), unit.since())
                                        .toNanos()
                                / 1000);
            default -> "";
        };
    }

    private ExecResult isActive(List<String> names) {
        List<String> states = names.stream()
                .map(name -> units().getOrDefault(name, NOT_FOUND).active())
                .toList();
        String output = states.stream().map(active -> active + "\n").collect(Collectors.joining());
        return new ExecResult.Exited(states.contains("active") ? 0 : 3, output, "", false);
    }

    private ExecResult change(String verb, List<String> names) {
        for (String name : names) {
            if (!units().containsKey(name)) {
                return SimulatedTool.fail(
                        5, "Failed to " + verb + " " + name + ": Unit " + name + " not " + notThere(verb) + ".\n");
            }
        }
        boolean stop = verb.equals("stop");
        for (String name : names) {
            if (!verb.equals("reload")) {
                units().put(name, new Unit(stop ? "inactive" : "active", stop ? "dead" : "running", clock.instant()));
            }
        }
        state.save();
        return SimulatedTool.ok("");
    }

    /** Only signals that a service lives on after, such as HUP. */
    private ExecResult kill(List<String> names) {
        return names.stream()
                .filter(name -> !units().containsKey(name))
                .findFirst()
                .map(name -> SimulatedTool.fail(1, "Failed to kill unit " + name + ": Unit " + name + " not loaded.\n"))
                .orElseGet(() -> SimulatedTool.ok(""));
    }

    private static String notThere(String verb) {
        return verb.equals("stop") ? "loaded" : "found";
    }
}
