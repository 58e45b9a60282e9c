package org.openfoodfacts.brigade.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.KafkaLogin;
import org.openfoodfacts.brigade.agent.identity.NodeKeys;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.agent.testing.LongCommandAgent;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A whole agent against a real Kafka, in this process and as a process of its own that is killed. */
@Timeout(120)
class AgentIT {
    private static KafkaContainer kafka;
    private static KafkaProducer<String, byte[]> producer;

    private final String node = "n" + UUID.randomUUID().toString().substring(0, 8);
    private final FleetKeys fleet = new FleetKeys();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private NodeKeys keys;

    @TempDir
    Path folder;

    @BeforeAll
    static void startKafka() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine answers; suite/lab/prepare starts one (as root)");
        kafka = new KafkaContainer(
                DockerImageName.parse("brigade/kafka:test").asCompatibleSubstituteFor("apache/kafka"));
        kafka.start();
        createTopics(Topic.FACTS.topicName(), Topic.REPORTS.topicName());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.getBootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        if (kafka != null) {
            producer.close();
            kafka.stop();
        }
    }

    @BeforeEach
    void enrol() throws IOException {
        createTopics(Topic.orders(node), Topic.commands(node));
        StateFolder state = new StateFolder(folder.resolve("state"));
        state.create();
        keys = state.keysOrNew(node);
        state.write(new Access(
                node, new KafkaLogin(kafka.getBootstrapServers(), "PLAINTEXT", "", node, ""), fleet.anchors()));
        Files.writeString(folder.resolve("policy"), "allow = take-snapshot, enforce-bans\ndataset = tank/**\n");
        Files.writeString(
                folder.resolve("agent.properties"),
                "node = " + node + "\nstate = " + folder.resolve("state") + "\npolicy = " + folder.resolve("policy")
                        + "\ninterval = PT1S\n");
    }

    @AfterEach
    void endWhatRuns() throws Exception {
        agents.forEach(Agent::close);
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aCommandRunsStreamsItsOutputAndItsEndIsReported() throws Exception {
        startAgent();
        UUID id = sendSnapshot("tank/a");
        await().until(() -> !reports(CommandProgress.class).isEmpty());

        Files.createFile(folder.resolve("go"));

        await().until(() -> !reports(CommandDone.class).isEmpty());
        List<CommandReport> reports = reports(CommandReport.class);
        assertThat(reports).allMatch(r -> r.commandId().equals(id));
        assertThat(reports.getFirst()).isInstanceOf(CommandAccepted.class);
        assertThat(reports.getLast()).isInstanceOf(CommandDone.class);
        await().until(() -> facts().stream().anyMatch(d -> d.message() instanceof PresenceFact));
        PublicKeys own = PublicKeys.none().with(node, keys.signingKey());
        assertThat(all(Topic.FACTS.topicName()))
                .filteredOn(r -> r.key().startsWith(node))
                .allSatisfy(record -> {
                    Decoded<Fact> fact = Codec.decode(record, Fact.class);
                    assertThat(Verification.objection(record, fact.type(), fact.envelope(), own))
                            .isEmpty();
                });
    }

    @Test
    void anAgentKilledWhileACommandRunsReportsItCutShortAndDoesNotRunItTwice() throws Exception {
        Process first = startProcess();
        UUID id = sendSnapshot("tank/a");
        await().atMost(Duration.ofSeconds(30)).until(() -> runs() == 1);
        ProcessHandle child = first.descendants().findFirst().orElseThrow();

        first.destroyForcibly().waitFor();
        child.destroyForcibly();
        startProcess();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(reports(CommandFailed.class))
                        .singleElement()
                        .satisfies(f -> assertThat(f.commandId()).isEqualTo(id))
                        .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT)));
        UUID next = sendSnapshot("tank/b");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> reports(CommandAccepted.class).stream()
                        .anyMatch(a -> a.commandId().equals(next)));
        await().until(() -> runs() == 2);
        assertThat(reports(CommandFailed.class)).hasSize(1);
    }

    @Test
    void aReplayedAndAForgedCommandAreRefusedAndTheLoopGoesOn() throws Exception {
        Files.createFile(folder.resolve("go"));
        startAgent();
        UUID id = UUID.randomUUID();
        WireRecord record = fleet.command(Service.ZFS_SYNC, node, id, snapshot("tank/a"), later());
        send(record);
        send(record);
        send(new FleetKeys().command(Service.ZFS_SYNC, node, UUID.randomUUID(), snapshot("tank/a"), later()));
        send(new WireRecord(record.topic(), node, Map.of("ce_id", "x"), "garbage".getBytes(StandardCharsets.UTF_8)));
        UUID last = sendSnapshot("tank/b");

        await().until(() ->
                reports(CommandDone.class).stream().anyMatch(d -> d.commandId().equals(last)));

        assertThat(reports(CommandRefused.class))
                .extracting(CommandRefused::reason)
                .containsExactly(CommandRefused.Reason.REPLAYED, CommandRefused.Reason.BAD_SIGNATURE);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aCancelEndsTheCommandThatRuns() throws Exception {
        startAgent();
        UUID id = sendSnapshot("tank/a");
        await().until(() -> runs() == 1);

        send(fleet.command(Service.ZFS_SYNC, node, UUID.randomUUID(), new CancelCommand(id), later()));

        await().untilAsserted(() -> assertThat(reports(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CANCELLED)));
    }

    @Test
    void ordersAreFollowedWhileKafkaIsAwayAndEverythingResumesAfter() throws Exception {
        Agent first = startAgent();
        send(fleet.order(Service.PROXY_CONFIG, node, new EnforceBans(4, List.of())));
        await().until(() -> !reports(OrderReport.class).isEmpty());
        first.close();
        Files.delete(folder.resolve("bans"));

        var docker = DockerClientFactory.instance().client();
        docker.pauseContainerCmd(kafka.getContainerId()).exec();
        try {
            startAgent();
            await().until(() -> Files.exists(folder.resolve("bans"))
                    && Files.readString(folder.resolve("bans")).lines().count() > 2);
            assertThat(Files.readString(folder.resolve("bans")).lines()).containsOnly("4");
        } finally {
            docker.unpauseContainerCmd(kafka.getContainerId()).exec();
        }
        Files.createFile(folder.resolve("go"));
        UUID id = sendSnapshot("tank/a");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> reports(CommandDone.class).stream()
                        .anyMatch(d -> d.commandId().equals(id)));
    }

    @Test
    void twoAgentsCannotWorkWithOneState() throws Exception {
        startAgent();
        await().until(() -> !facts().isEmpty());
        Agent second = LongCommandAgent.of(config(), folder);

        assertThatThrownBy(second::run).hasMessageContaining("another agent works");
    }

    private Agent startAgent() {
        Agent agent = LongCommandAgent.of(config(), folder);
        agents.add(agent);
        Thread.ofVirtual().start(agent::run);
        return agent;
    }

    private AgentConfig config() {
        return AgentConfig.read(folder.resolve("agent.properties"));
    }

    private Process startProcess() throws IOException {
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

    private long runs() throws IOException {
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readString(runs).lines().count() : 0;
    }

    private UUID sendSnapshot(String dataset) throws Exception {
        UUID id = UUID.randomUUID();
        send(fleet.command(Service.ZFS_SYNC, node, id, snapshot(dataset), later()));
        return id;
    }

    private static TakeSnapshot snapshot(String dataset) {
        return new TakeSnapshot(dataset, "by-hand", false, "a test", null);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(90);
    }

    private static void send(WireRecord record) throws Exception {
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(record.topic(), record.key(), record.value());
        record.headers().forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(out).get();
    }

    private <R extends Message> List<R> reports(Class<R> type) {
        return all(Topic.REPORTS.topicName()).stream()
                .filter(r -> node.equals(r.key()))
                .map(r -> Codec.decode(r, Report.class).message())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<Decoded<Fact>> facts() {
        return all(Topic.FACTS.topicName()).stream()
                .filter(r -> r.key().startsWith(node + "/"))
                .map(r -> Codec.decode(r, Fact.class))
                .toList();
    }

    private static List<WireRecord> all(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.getBootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<WireRecord> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    Map<String, String> headers = new HashMap<>();
                    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
                    records.add(new WireRecord(topic, record.key(), headers, record.value()));
                });
            }
            return records;
        }
    }

    private static void createTopics(String... names) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBootstrapServers()))) {
            admin.createTopics(List.of(names).stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }
}
