package org.openfoodfacts.brigade.agent.tools.psk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/**
 * Has the stunnels that read a secrets file read it again, by SIGHUP through systemd: Debian's {@code stunnel@.service} knows no reload. Live
 * connections go on. Units are {@code stunnel@INSTANCE.service}, or {@code stunnel4.service}, which runs all instances; no other is touched.
 */
final class StunnelReload {
    private static final String INSTANCE = "[A-Za-z0-9_.-]+";
    private static final String ALL_INSTANCES = "stunnel4.service";

    private StunnelReload() {}

    /** What went wrong; empty when all that run were told. One that does not run reads the file when it starts. */
    static Optional<Outcome> of(Machine machine, List<String> instances) {
        List<String> units = new ArrayList<>(instances.stream()
                .filter(instance -> instance.matches(INSTANCE))
                .map(instance -> "stunnel@" + instance + ".service")
                .toList());
        if (units.isEmpty()) {
            return Optional.empty();
        }
        units.add(ALL_INSTANCES);
        List<String> ask = new ArrayList<>(List.of("systemctl", "is-active", "--"));
        ask.addAll(units);
        ToolLines states = ToolLines.of(machine.exec(), Invocation.of(ask.toArray(String[]::new)));
        if (states.lines().size() != units.size()) {
            return Optional.of(ToolFailure.unexpected("the key is written, but whether stunnel runs is not known: "
                    + ToolFailure.describe(states.end())));
        }
        for (int i = 0; i < units.size(); i++) {
            if (states.lines().get(i).equals("active")) {
                Invocation hangUp = Invocation.of("systemctl", "kill", "--signal=HUP", "--", units.get(i));
                ExecResult told = machine.exec().run(hangUp);
                if (told.success().isEmpty()) {
                    return Optional.of(ToolFailure.unexpected("the key is written, but " + units.get(i)
                            + " could not be told to read it: " + ToolFailure.describe(told)));
                }
            }
        }
        return Optional.empty();
    }
}
