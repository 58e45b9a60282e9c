package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/** {@code ssh} to other simulated machines, by the names that were connected. Its far shell runs one command, and knows {@code env}. */
final class SimulatedSsh implements SimulatedTool {
    private static final int FAILED = 255;

    private final Map<String, Exec> machines = new ConcurrentHashMap<>();

    void connect(String host, Exec machine) {
        machines.put(host, machine);
    }

    @Override
    public ExecResult run(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Tqo:p:J:F:i:");
        if (options.unknown() != 0 || options.operands().size() < 2) {
            return SimulatedTool.fail(FAILED, "usage: ssh [options] destination command\n");
        }
        String destination = options.operands().getFirst();
        int at = destination.indexOf('@');
        String host = destination.substring(at + 1);
        Exec machine = machines.get(host);
        if (machine == null) {
            return SimulatedTool.fail(
                    FAILED, "ssh: Could not resolve hostname " + host + ": Name or service not known\n");
        }
        List<String> words = new ArrayList<>(ShellWords.of(String.join(
                        " ", options.operands().subList(1, options.operands().size())))
                .getFirst());
        if (words.getFirst().equals("env")) {
            words.removeFirst();
            words.removeIf(word -> word.matches("[A-Z_]+=.*"));
        }
        ExecResult result = machine.run(
                Invocation.of(words.toArray(String[]::new)).as(at < 0 ? null : destination.substring(0, at)));
        return result instanceof ExecResult.Missing(String tool)
                ? SimulatedTool.fail(127, "sh: 1: " + tool + ": not found\n")
                : result;
    }
}
