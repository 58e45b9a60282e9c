package org.openfoodfacts.brigade.suite.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code nginx} of a simulated machine: tests that the configuration's braces are balanced, signals its unit. */
final class SimulatedNginx implements SimulatedTool {
    static final String UNIT = "nginx.service";
    private static final String CONFIGURATION = "/etc/nginx/nginx.conf";

    private final Path root;
    private final SimulatedState state;

    SimulatedNginx(Path root, SimulatedState state) {
        this.root = root;
        this.state = state;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        String option = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (option) {
            case "-v" -> new ExecResult.Exited(0, "", "nginx version: nginx/1.22.1\n", false);
            case "-t" -> test();
            case "-s" -> signal(arguments);
            case "" -> SimulatedTool.ok("");
            default ->
                SimulatedTool.fail(
                        1,
                        option.startsWith("-")
                                ? "nginx: invalid option: \"" + option.substring(1, 2) + "\"\n"
                                : "nginx: invalid option: \"" + option + "\"\n");
        };
    }

    private ExecResult test() {
        Path file = root.resolve(CONFIGURATION.substring(1));
        String failed = "nginx: configuration file " + CONFIGURATION + " test failed\n";
        try {
            List<String> lines = Files.readAllLines(file);
            int depth = 0;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).replaceAll("#.*", "");
                depth += (int) line.chars().filter(c -> c == '{').count();
                depth -= (int) line.chars().filter(c -> c == '}').count();
                if (depth < 0) {
                    return SimulatedTool.fail(
                            1, "nginx: [emerg] unexpected \"}\" in " + CONFIGURATION + ":" + (i + 1) + "\n" + failed);
                }
            }
            return depth == 0
                    ? new ExecResult.Exited(
                            0,
                            "",
                            "nginx: the configuration file " + CONFIGURATION + " syntax is ok\n"
                                    + "nginx: configuration file " + CONFIGURATION + " test is successful\n",
                            false)
                    : SimulatedTool.fail(
                            1,
                            "nginx: [emerg] unexpected end of file, expecting \"}\" in " + CONFIGURATION + ":"
                                    + (lines.size() + 1) + "\n" + failed);
        } catch (IOException _) {
            return SimulatedTool.fail(
                    1,
                    "nginx: [emerg] open() \"" + CONFIGURATION + "\" failed (2: No such file or directory)\n" + failed);
        }
    }

    private ExecResult signal(List<String> arguments) {
        String signal = arguments.size() > 1 ? arguments.get(1) : "";
        if (!List.of("reload", "stop", "quit", "reopen").contains(signal)) {
            return SimulatedTool.fail(1, "nginx: invalid option: \"-s " + signal + "\"\n");
        }
        SimulatedState.Unit unit = state.content().units().get(UNIT);
        return unit != null && unit.active().equals("active")
                ? SimulatedTool.ok("")
                : SimulatedTool.fail(
                        1, "nginx: [error] open() \"/run/nginx.pid\" failed (2: No such file or directory)\n");
    }
}
