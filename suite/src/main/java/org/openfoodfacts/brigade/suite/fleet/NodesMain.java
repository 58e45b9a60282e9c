package org.openfoodfacts.brigade.suite.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
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
        Map<Description, SimulatedMachine> machines = new LinkedHashMap<>();
        for (Description description : Descriptions.read(state)) {
            Path folder = state.machines().resolve(description.node());
            machines.put(description, SimulatedMachine.create(folder, description));
        }
        machines.forEach((description, machine) -> connect(description, machine, machines));
        machines.forEach((description, machine) -> {
            Agent agent = agent(state, description, machine);
            agents.add(agent);
            threads.add(Thread.ofPlatform().name(description.node()).start(agent::run));
        });
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

    /** By name and by address over ssh; an address of its own is itself. */
    private static void connect(
            Description description, SimulatedMachine machine, Map<Description, SimulatedMachine> machines) {
        machines.forEach((other, there) -> Stream.concat(Stream.of(other.node()), other.addresses().stream())
                .filter(host -> !description.addresses().contains(host))
                .forEach(host -> machine.exec().connect(host, there.exec())));
    }

    private static Agent agent(StateFolder state, Description description, SimulatedMachine machine) {
        AgentConfig config =
                AgentConfig.read(AgentFiles.of(state, description.node()).configuration());
        return new Agent(config, machine.machine(), Tools.standard());
    }
}
