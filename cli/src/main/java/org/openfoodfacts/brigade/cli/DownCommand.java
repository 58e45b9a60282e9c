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
        List<RunningProcess> forced = running.map(RunningSuite::stop).orElse(List.of());
        forced.forEach(process -> out.println("had to be killed: " + process.name() + " (" + process.pid() + ")"));
        if (!RunningSuite.forgetStopped(folder)) {
            spec.commandLine().getErr().println("brigade: " + runsUnnoted(folder, running.isPresent()));
            return 1;
        }
        out.println(running.isPresent() ? "stopped" : "no suite runs");
        return 0;
    }

    private static String runsUnnoted(StateFolder folder, boolean isNoted) {
        return "a launcher holds " + folder.lock()
                + (isNoted
                        ? ", and none of the processes in " + folder.running() + " is it"
                        : " and has not noted yet what it runs; if it is just starting, try again in a moment")
                + "; 'lslocks -u' names its process, which stops everything on TERM";
    }
}
