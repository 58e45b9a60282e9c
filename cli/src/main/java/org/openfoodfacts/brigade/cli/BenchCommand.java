package org.openfoodfacts.brigade.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.cli.lint.LintBench;
import org.openfoodfacts.brigade.cli.lint.LintFuzz;
import org.openfoodfacts.brigade.suite.bench.Percentiles;
import org.openfoodfacts.brigade.suite.bench.RoundTrip;
import org.openfoodfacts.brigade.suite.bench.zfs.ZfsBench;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures, and says under which conditions. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures the suite that runs here, the agent on real ZFS, or lint.",
        subcommands = {
            BenchCommand.RoundTripCommand.class,
            BenchCommand.ZfsSpeedCommand.class,
            BenchCommand.LintSpeedCommand.class,
            BenchCommand.FuzzCommand.class
        })
final class BenchCommand {
    /** REST → command → agent → report → REST. */
    @Command(
            name = "roundtrip",
            mixinStandardHelpOptions = true,
            description = "From the REST call to the agent and back; memory of all.")
    static final class RoundTripCommand implements Callable<Integer> {
        private static final int WARM_UP = 100;
        private static final int ALONE = 200;
        private static final int TOGETHER = 1000;
        private static final int IN_FLIGHT = 100;

        @Mixin
        private StateOption state;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            RunningSuite suite =
                    RunningSuite.read(state.folder()).filter(RunningSuite::isUp).orElse(null);
            if (suite == null) {
                spec.commandLine().getErr().println("brigade: no suite runs here; './brigade up' starts one");
                return 1;
            }
            suite.requireExample("it takes over a thousand snapshots");
            PrintWriter out = spec.commandLine().getOut();
            out.println("conditions   " + conditions() + "; everything on this machine");
            try (ApiClient api = new ApiAccess(state.folder()).here()) {
                RoundTrip roundTrip = new RoundTrip(api);
                Percentiles cold = roundTrip.run(WARM_UP, 1);
                out.println("warming up   " + cold);
                out.println("alone        " + roundTrip.run(ALONE, 1));
                out.println(IN_FLIGHT + " in flight " + roundTrip.run(TOGETHER, IN_FLIGHT));
            }
            Table table = new Table("MEMORY", "");
            suite.processes()
                    .forEach(process -> table.row(process.name(), (suite.residentBytes(process) >> 20) + " MiB"));
            table.row("launcher", (suite.residentBytes(suite.launcher()) >> 20) + " MiB");
            table.row("all", (suite.residentBytes() >> 20) + " MiB");
            table.print(out);
            return 0;
        }
    }

    /** Snapshots and copies, beside sanoid and syncoid. */
    @Command(
            name = "zfs",
            mixinStandardHelpOptions = true,
            description = {
                "The agent's work on two machines with real ZFS, beside sanoid and syncoid on the same; as root, about an hour for all.",
                "Needs the lab (suite/lab/prepare) and the packaged agent (./brigade mvn package -DskipTests -Ppackage-agent)."
            })
    static final class ZfsSpeedCommand implements Callable<Integer> {
        @Option(
                names = "--only",
                split = ",",
                paramLabel = "PART",
                description = "of ${COMPLETION-CANDIDATES}; all when it is not given")
        private List<ZfsBench.Part> only = List.of(ZfsBench.Part.values());

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            out.println("conditions   " + conditions() + "; two guests with one virtual core each");
            ZfsBench.run(only, out);
            return 0;
        }
    }

    /** From the shell to the last finding. */
    @Command(
            name = "lint",
            mixinStandardHelpOptions = true,
            description = "How long 'brigade lint' takes from the shell, over trees of 500 and 50,000 files.")
    static final class LintSpeedCommand implements Callable<Integer> {
        private static final List<Integer> SIZES = List.of(500, 50_000);

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            out.println("conditions   " + conditions() + "; best of three, from the shell");
            LintBench bench = new LintBench(Installation.find().root());
            for (int files : SIZES) {
                bench.run(files, out);
            }
            return 0;
        }
    }

    /** Nothing may throw, whatever stands in a file. */
    @Command(
            name = "fuzz",
            mixinStandardHelpOptions = true,
            description = "Gives mutated files to all parsers and rules of lint; a failure prints the input.")
    static final class FuzzCommand implements Callable<Integer> {
        @Option(names = "--inputs", defaultValue = "1000000", description = "how many (${DEFAULT-VALUE})")
        private long inputs;

        @Option(names = "--seed", defaultValue = "1", description = "the same gives the same inputs (${DEFAULT-VALUE})")
        private long seed;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            long begin = System.nanoTime();
            new LintFuzz(seed).run(inputs);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%,d inputs in %.0f s, none threw or took long%n",
                            inputs, (System.nanoTime() - begin) / 1e9);
            return 0;
        }
    }

    private static String conditions() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(Path.of("/proc/loadavg"))) {
            return Runtime.getRuntime().availableProcessors() + " cores, load "
                    + reader.readLine().split(" ")[0] + ", Java " + Runtime.version() + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.version");
        }
    }
}
