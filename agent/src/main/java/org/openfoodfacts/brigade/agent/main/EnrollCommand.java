package org.openfoodfacts.brigade.agent.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.Enrolment;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code enroll}: takes the machine into the fleet. The token comes from a file or standard input, never from the process list. */
@Command(name = "enroll", description = "Takes this machine into the fleet with a one-time token.")
final class EnrollCommand implements Runnable {
    private static final int LONGEST_TOKEN = 4096;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "The file with the token that 'brigade node add' printed; - reads standard input.")
    private String tokenFile;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        AgentConfig agent = config.read();
        Access access = new Enrolment(agent.node(), agent.securityApi(), new StateFolder(agent.state())).enrol(token());
        spec.commandLine()
                .getOut()
                .println("node " + access.node() + " is enrolled; Kafka is at "
                        + access.kafka().bootstrapServers());
    }

    private String token() {
        try {
            return tokenFile.equals("-")
                    ? new String(System.in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(tokenFile));
        } catch (IOException e) {
            throw new ConfigException("--token-file: " + tokenFile + " cannot be read: " + e.getMessage(), e);
        }
    }
}
