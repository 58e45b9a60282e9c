package org.openfoodfacts.brigade.suite.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.suite.launch.Parallel;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

/** One process for all simulated nodes: on each the real agent, on a machine whose tools are simulated. */
public final class NodesMain {
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private NodesMain() {}

    /** @param arguments one: the state folder of the suite */
    public static void main(String[] arguments) throws InterruptedException {
        KAFKA.setLevel(Level.SEVERE);
        StateFolder state = new StateFolder(Path.of(arguments[0]));
        List<Agent> agents = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Description description : Descriptions.read(state)) {
            Agent agent = agent(state, description);
            agents.add(agent);
            threads.add(Thread.ofPlatform().name(description.node()).start(agent::run));
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> Parallel.run(agents.stream()
                                .<Runnable>map(agent -> agent::close)
                                .toList()),
                        "shutdown"));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Agent agent(StateFolder state, Description description) {
        AgentConfig config =
                AgentConfig.read(AgentFiles.of(state, description.node()).configuration());
        Path folder = state.machines().resolve(description.node());
        return new Agent(config, SimulatedMachine.create(folder, description).machine(), Tools.standard());
    }
}
