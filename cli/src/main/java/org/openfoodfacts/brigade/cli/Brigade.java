package org.openfoodfacts.brigade.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.cli.lint.LintCommand;
import org.openfoodfacts.brigade.cli.text.PrintableWriter;
import org.openfoodfacts.brigade.suite.launch.CannotStart;
import org.openfoodfacts.brigade.suite.launch.Printable;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: what an administrator does with a suite, here or elsewhere. Exit code 0 done, 1 refused or failed, 2 not understood. */
@Command(
        name = "brigade",
        mixinStandardHelpOptions = true,
        description = "Runs a fleet of Proxmox/ZFS servers over a Kafka bus.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Of the checkout's script alone:",
            "  mvn ARGS     Maven with the right JDK",
            "  format       formats the code",
            "  test         runs all tests: unit, integration, system; options go to Maven",
            "",
            "Environment: BRIGADE_URL and BRIGADE_TOKEN name a suite elsewhere; without them the one of this machine is used."
        })
public final class Brigade implements Runnable {
    /** What its clients have to say is for the logs of the suite's processes, not for the terminal. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private static final List<Class<?>> COMMANDS = List.of(
            LintCommand.class,
            FleetCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            TokenCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            NodeCommand.class,
            NodesCommand.class,
            EventsCommand.class,
            BanCommand.class,
            BansCommand.class,
            UnbanCommand.class,
            ZfsCommand.class,
            DeployCommand.class,
            PskCommand.class);

    private static final int INVALID_INPUT = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final String NO_GOOD = "the token is not accepted; it may have ended, or be of another suite;"
            + " './brigade token' on the suite's machine prints one for BRIGADE_TOKEN";

    @Spec
    private CommandSpec spec;

    /** @param arguments as typed */
    public static void main(String[] arguments) {
        KAFKA.setLevel(Level.OFF);
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Knows the one command that is asked for, or else all: what picocli reads of their annotations is a third of a short command's time. */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Brigade());
        asked(arguments).forEach(line::addSubcommand);
        return line.registerConverter(Duration.class, new Durations())
                .registerConverter(Instant.class, new Times())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
    }

    private static List<Class<?>> asked(String... arguments) {
        return COMMANDS.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** One sentence for what people can do something about; what the API did not understand is as good as not understood here. */
    private static int explain(Exception failure, PrintWriter err) {
        switch (failure) {
            case ApiException refused -> {
                String why = refused.status() == UNAUTHENTICATED ? NO_GOOD : refused.getMessage();
                err.println("brigade: " + Printable.of(why));
                return refused.status() == INVALID_INPUT ? ExitCode.USAGE : ExitCode.SOFTWARE;
            }
            case Unsuccessful _ -> err.println("brigade: " + Printable.of(failure.getMessage()));
            case CannotStart _ -> err.println("brigade: " + Printable.lines(failure.getMessage()));
            default -> failure.printStackTrace(new PrintableWriter(err));
        }
        return ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }
}
