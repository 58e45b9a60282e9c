package org.openfoodfacts.brigade.agent.tools.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/** Systemd's units by name. */
final class Units {
    /** Longer than a unit's own patience, which is 90 seconds unless it says otherwise. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9:_.@\\\\-]{1,240}\\.(service|socket|timer|mount|automount|path|swap|target|slice|scope)");

    private final Exec exec;

    Units(Exec exec) {
        this.exec = exec;
    }

    static Optional<String> malformed(List<String> units) {
        return units.stream()
                .filter(unit -> unit.startsWith("-") || !NAME.matcher(unit).matches())
                .findFirst()
                .map(unit -> "units: '" + unit + "' is not the full name of a systemd unit");
    }

    /** What could be seen of them, or how looking ended: {@code active} are those that are, in the order they were asked for. */
    record Seen(List<String> active, ExecResult end) {
        boolean succeeded() {
            return active != null;
        }
    }

    Seen active(List<String> units) {
        List<String> argv = new ArrayList<>(List.of("systemctl", "is-active", "--"));
        argv.addAll(units);
        ToolLines listed =
                ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE));
        if (!(listed.end() instanceof ExecResult.Exited) || listed.lines().size() != units.size()) {
            return new Seen(null, listed.end());
        }
        List<String> active = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            // One that is just starting or reloading has something running, too.
            if (!List.of("inactive", "failed", "unknown", "deactivating")
                    .contains(listed.lines().get(i))) {
                active.add(units.get(i));
            }
        }
        return new Seen(active, listed.end());
    }

    ExecResult control(String verb, String unit) {
        return exec.run(Invocation.of("systemctl", verb, "--", unit).within(PATIENCE));
    }
}
