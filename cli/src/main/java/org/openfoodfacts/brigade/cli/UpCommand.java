package org.openfoodfacts.brigade.cli;

import java.io.Console;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.suite.launch.Elsewhere;
import org.openfoodfacts.brigade.suite.launch.Ended;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the whole suite here and keeps it until Ctrl-C or {@code brigade down}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything on this machine and keeps it running.")
final class UpCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--fleet",
            paramLabel = "DIR",
            description = "a configuration repository instead of the example fleet")
    private Path fleet;

    @Option(names = "--port", paramLabel = "PORT", description = "of the gateway (8080, or another when that is busy)")
    private Integer port;

    @Option(names = "--fresh", description = "drops all state first")
    private boolean fresh;

    @Option(names = "--no-own-agent", description = "without an agent for this very machine")
    private boolean noOwnAgent;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "an address of this machine where agents of machines elsewhere reach Kafka and the gateway,"
                    + " besides loopback. What goes there is not encrypted (SASL_PLAINTEXT, HTTP): it belongs into a"
                    + " private network or a tunnel until TLS is configured")
    private String listen;

    @Option(
            names = "--elsewhere",
            split = ",",
            paramLabel = "NODE",
            description = "nodes of the fleet that run their own agents, so they are not simulated")
    private Set<String> elsewhere = Set.of();

    @Override
    public Integer call() {
        if (port != null && (port < 1 || port > LAST_PORT)) {
            throw new ParameterException(spec.commandLine(), "--port " + port + ": a port is 1 to " + LAST_PORT);
        }
        Progress progress = new Progress(System.out, begin());
        SuiteOptions options =
                new SuiteOptions(state.folder(), fleet, port, fresh, !noOwnAgent, Elsewhere.of(listen, elsewhere));
        Suite suite = Suite.start(options, Installation.find(), progress);
        progress.say(Welcome.of(suite, isAtTerminal()));
        Ended ended = suite.ended().join();
        progress.say("brigade: " + ended.detail());
        suite.close();
        return 1;
    }

    private static boolean isAtTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** When the one at the terminal pressed Enter, as the script says it (seconds since the epoch), so that the start of Java counts too. */
    private static Instant begin() {
        String seconds = System.getProperty("brigade.begin");
        return seconds == null
                ? Instant.now()
                : Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValue());
    }
}
