package org.openfoodfacts.brigade.agent.main;

import java.nio.file.Path;
import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: until it is told to end (SIGTERM, SIGINT). */
@Command(name = "run", description = "Runs the agent of this machine until it is told to end.")
final class RunCommand implements Runnable {
    @Mixin
    private ConfigOption config;

    @Override
    public void run() {
        Machine machine = new Machine(new ProcessExec(), Path.of("/"));
        Agent agent = new Agent(config.read(), machine, Tools.standard());
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "shutdown"));
        StartupPages.giveBackLater();
        agent.run();
    }
}
