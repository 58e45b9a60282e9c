package org.openfoodfacts.brigade.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the suite of this machine. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops everything that 'up' started.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        StateFolder folder = state.folder();
        PrintWriter out = spec.commandLine().getOut();
        Optional<RunningSuite> running = RunningSuite.read(folder);
        if (running.isEmpty()) {
            out.println("no suite runs");
            return 0;
        }
        List<RunningProcess> forced = running.get().stop(folder);
        forced.forEach(process -> out.println("had to be killed: " + process.name() + " (" + process.pid() + ")"));
        out.println("stopped");
        return 0;
    }
}
