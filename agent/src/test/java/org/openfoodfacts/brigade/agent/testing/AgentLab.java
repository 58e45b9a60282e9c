package org.openfoodfacts.brigade.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.KafkaLogin;
import org.openfoodfacts.brigade.agent.identity.NodeKeys;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;

/** One enrolled node of a test: its agents, in this process or as processes of their own, and what it said on the bus. */
public final class AgentLab {
    public final String node = "n" + UUID.randomUUID().toString().substring(0, 8);
    public final FleetKeys fleet = new FleetKeys();

    private final AgentBus bus;
    private final Path folder;
    private final NodeKeys keys;
    private final List<Agent> agents = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** @param folder holds the agent's files and those of {@link LongCommandAgent} */
    public AgentLab(AgentBus bus, Path folder) throws IOException {
        this.bus = bus;
        this.folder = folder;
        bus.createTopics(Topic.orders(node), Topic.commands(node));
        StateFolder state = new StateFolder(folder.resolve("state"));
        state.create();
        keys = state.keysOrNew(node);
        state.write(
                new Access(node, new KafkaLogin(bus.bootstrapServers(), "PLAINTEXT", "", node, ""), fleet.anchors()));
        Files.writeString(folder.resolve("policy"), "allow = take-snapshot, enforce-bans\ndataset = tank/**\n");
        Files.writeString(
                folder.resolve("agent.properties"),
                "node = " + node + "\nstate = " + folder.resolve("state") + "\npolicy = " + folder.resolve("policy")
                        + "\ninterval = PT1S\n");
    }

    public PublicKeys ownKey() {
        return PublicKeys.none().with(node, keys.signingKey());
    }

    public Agent startAgent() {
        Agent agent = LongCommandAgent.of(config(), folder);
        agents.add(agent);
        Thread.ofVirtual().start(agent::run);
        return agent;
    }

    public AgentConfig config() {
        return AgentConfig.read(folder.resolve("agent.properties"));
    }

    public Process startProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongCommandAgent.class.getName(),
                        folder.resolve("agent.properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log" + processes.size()).toFile())
                .start();
        processes.add(process);
        return process;
    }

    public long runs() throws IOException {
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readString(runs).lines().count() : 0;
    }

    /** What snapshots wait for. */
    public void letThemEnd() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    public UUID sendSnapshot(String dataset) throws Exception {
        UUID id = UUID.randomUUID();
        bus.send(fleet.command(Service.ZFS_SYNC, node, id, snapshot(dataset), later()));
        return id;
    }

    public static TakeSnapshot snapshot(String dataset) {
        return new TakeSnapshot(dataset, "by-hand", false, "a test", null);
    }

    public static Instant later() {
        return Instant.now().plusSeconds(90);
    }

    public <R extends Message> List<R> reports(Class<R> type) {
        return bus.all(Topic.REPORTS.topicName()).stream()
                .filter(r -> node.equals(r.key()))
                .map(r -> Codec.decode(r, Report.class).message())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public List<Decoded<Fact>> facts() {
        return bus.all(Topic.FACTS.topicName()).stream()
                .filter(r -> r.key().startsWith(node + "/"))
                .map(r -> Codec.decode(r, Fact.class))
                .toList();
    }

    public void endWhatRuns() throws InterruptedException {
        agents.forEach(Agent::close);
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }
}
