package org.openfoodfacts.brigade.agent.main;

import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The agent's command line. Exit code 0 when all is well, 1 when the machine or its files are not, 2 for a wrong command line. */
@Command(
        name = "brigade-agent",
        description = "Takes signed commands and orders for this machine and reports what the machine is.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentMain.Version.class,
        subcommands = {
            RunCommand.class,
            OnceCommand.class,
            CheckConfigCommand.class,
            EnrollCommand.class,
            TrainCommand.class
        })
public final class AgentMain {
    private AgentMain() {}

    public static void main(String[] args) {
        PlainFormatter.install();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new AgentMain()).setExecutionExceptionHandler((e, commandLine, parsed) -> {
            if (e instanceof ConfigException) {
                commandLine.getErr().println("brigade-agent: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw e;
        });
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"brigade-agent " + Agent.version()};
        }
    }
}
