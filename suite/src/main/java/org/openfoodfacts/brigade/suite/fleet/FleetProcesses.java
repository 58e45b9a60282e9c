package org.openfoodfacts.brigade.suite.fleet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.main.AgentMain;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.suite.bus.Broker;
import org.openfoodfacts.brigade.suite.launch.AotCache;
import org.openfoodfacts.brigade.suite.launch.ChildSpec;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.JavaCommand;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;
import org.openfoodfacts.brigade.suite.launch.Supervisor;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.simulation.Description;

/** The agents of the fleet: one process for all simulated nodes, one for this very machine, which only observes. */
public final class FleetProcesses {
    /** Of a slow machine: whether the fleet is usable is told sooner, and a suite given up too soon runs without any agent. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String NODES_HEAP = "192m";
    private static final String AGENT_HEAP = "24m";
    private final SuiteOptions options;
    private final Installation installation;
    private final Supervisor supervisor;
    private final Broker broker;

    public FleetProcesses(SuiteOptions options, Installation installation, Supervisor supervisor, Broker broker) {
        this.options = options;
        this.installation = installation;
        this.supervisor = supervisor;
        this.broker = broker;
    }

    /** Takes in who is new, then starts the agents. */
    public void start(ApiClient api, Progress progress) {
        FleetRepository repository = new FleetRepository(options, installation);
        String commit = repository.commit();
        Optional<FleetDeclared> declared = new DeclaredFleet(broker.client("admin"))
                .await(commit, PATIENCE, () -> UnusableFleet.at(commit, api).isPresent());
        if (declared.isEmpty()) {
            progress.say("  NO AGENT RUNS: no fleet is declared at commit " + commit + " of " + repository.location());
            UnusableFleet.at(commit, api)
                    .ifPresent(why -> progress.say(why.indent(4).stripTrailing()));
            progress.say("  mend it, commit it, then './brigade down' and './brigade up'");
            return;
        }
        progress.say(String.format(Locale.ROOT, "  the fleet is declared after %.1f s", progress.elapsed()));
        startAgents(declared.get(), api, progress);
    }

    private void startAgents(FleetDeclared fleet, ApiClient api, Progress progress) {
        Set<String> elsewhere = options.elsewhere().nodes();
        elsewhere.stream()
                .filter(node -> fleet.nodes().stream()
                        .noneMatch(declared -> declared.name().equals(node)))
                .forEach(node -> progress.say("  the fleet declares no node " + node + ", which is to be elsewhere"));
        String own = ownName();
        List<Description> machines = new SimulatedFleet(fleet)
                .descriptions().stream()
                        .filter(machine ->
                                !(options.ownAgent() && machine.node().equals(own)))
                        .filter(machine -> !elsewhere.contains(machine.node()))
                        .toList();
        if (!machines.isEmpty()) {
            progress.step(machines.size() + " simulated nodes run their agents", () -> startNodes(machines, api));
        }
        if (options.ownAgent()) {
            progress.step(
                    "this machine's own agent runs as node " + own + ", observing only", () -> startOwn(own, api));
        }
    }

    private void startNodes(List<Description> machines, ApiClient api) {
        StateFolder state = options.state();
        Enrolments enrolments = new Enrolments(state, api);
        for (Description machine : machines) {
            AgentFiles files = AgentFiles.of(state, machine.node());
            files.writeConfiguration(machine.node(), api.base(), broker.bootstrapServers(), false);
            files.writePolicy(machine);
            enrolments.enrol(machine.node());
        }
        Descriptions.write(state, machines);
        start("nodes", NODES_HEAP, NodesMain.class, state.root().toString());
    }

    private void startOwn(String node, ApiClient api) {
        AgentFiles files = AgentFiles.of(options.state(), node);
        files.writeConfiguration(node, api.base(), broker.bootstrapServers(), true);
        files.writeObservingPolicy();
        new Enrolments(options.state(), api).enrol(node);
        start(
                "agent",
                AGENT_HEAP,
                AgentMain.class,
                "run",
                "--config",
                files.configuration().toString());
    }

    private void start(String name, String heap, Class<?> main, String... arguments) {
        String classPath = installation.classPath();
        JavaCommand command = JavaCommand.main(heap, classPath, main, arguments);
        AotCache cache = AotCache.of(name, Installation.jars(classPath));
        var _ = supervisor.start(
                ChildSpec.of(name, command, cache, options.state().log(name)));
    }

    /** The host's name as far as it can be a node's. */
    static String ownName() {
        try {
            String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String label = host.split("\\.")[0].replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
            return NodeName.isValid(label) ? label : "this-machine";
        } catch (UnknownHostException e) {
            return "this-machine";
        }
    }
}
