package org.openfoodfacts.brigade.agent.main;

import java.nio.file.Path;
import org.openfoodfacts.brigade.agent.AgentConfig;
import picocli.CommandLine.Option;

/** {@code --config FILE}, which every command needs. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/brigade-agent/agent.properties",
            description = "The agent's configuration. Default: ${DEFAULT-VALUE}")
    Path file;

    AgentConfig read() {
        return AgentConfig.read(file);
    }
}
