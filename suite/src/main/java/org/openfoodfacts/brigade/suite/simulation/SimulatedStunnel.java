package org.openfoodfacts.brigade.suite.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code stunnel} of a simulated machine: reads its configuration and secrets files as strictly as the real one, and returns. */
final class SimulatedStunnel implements SimulatedTool {
    private static final String BANNER = "[.] stunnel 5.68 on x86_64-pc-linux-gnu platform\n";
    private static final String SECRETS = "PSKsecrets";
    private static final int SHORTEST_KEY = 16;

    private final Path root;

    SimulatedStunnel(Path root) {
        this.root = root;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        if (arguments.isEmpty()) {
            return configuration("/etc/stunnel/stunnel.conf");
        }
        return arguments.getFirst().equals("-version")
                ? new ExecResult.Exited(0, "", "Initializing inetd mode configuration\n" + BANNER.substring(4), false)
                : configuration(arguments.getFirst());
    }

    private ExecResult configuration(String path) {
        try {
            List<String> lines = Files.readAllLines(onMachine(path));
            for (int i = 0; i < lines.size(); i++) {
                String[] option = lines.get(i).split("=", 2);
                if (option.length == 2 && option[0].strip().equals(SECRETS)) {
                    Optional<String> problem = secrets(option[1].strip());
                    if (problem.isPresent()) {
                        return SimulatedTool.fail(
                                1,
                                BANNER + "[!] " + problem.get() + "\n[!] " + path + ":" + (i + 1) + ": \""
                                        + lines.get(i).strip() + "\": Failed to read PSK secrets\n"
                                        + "[!] Configuration failed\n");
                    }
                }
            }
            return new ExecResult.Exited(0, "", BANNER + "LOG5[ui]: Configuration successful\n", false);
        } catch (IOException _) {
            return SimulatedTool.fail(
                    1,
                    BANNER + "[!] Invalid configuration file name \"" + path
                            + "\"\n[!] realpath: No such file or directory (2)\n");
        }
    }

    private Optional<String> secrets(String path) throws IOException {
        List<String> lines = Files.readAllLines(onMachine(path));
        for (int i = 0; i < lines.size(); i++) {
            int colon = lines.get(i).indexOf(':');
            if (!lines.get(i).isEmpty() && colon < 0) {
                return Optional.of("PSKsecrets line " + (i + 1) + ": Not in identity:key format");
            }
            if (colon >= 0 && lines.get(i).length() - colon - 1 < SHORTEST_KEY) {
                return Optional.of("PSKsecrets line " + (i + 1) + ": Key too short");
            }
        }
        return Optional.empty();
    }

    private Path onMachine(String path) {
        return root.resolve(path.substring(1));
    }
}
