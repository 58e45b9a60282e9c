package org.openfoodfacts.brigade.suite.bus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.openfoodfacts.brigade.suite.launch.Secrets;

/**
 * The configuration of the suite's broker: KRaft, on loopback, SCRAM for clients, a password between broker and controller, nothing
 * allowed that no ACL allows, no topic made by accident.
 *
 * @param nodes where it listens for nodes elsewhere; null for nowhere
 * @param session for how long a client has shown who it is; then it has to again (KIP-368), so a password that is no longer valid keeps no
 *     connection open for longer
 */
public record BrokerConfig(
        int clientPort, int controllerPort, Path folder, Secrets secrets, String nodes, Duration session) {
    static final String ADMIN_PASSWORD = "brigade.admin.password";
    static final String CLUSTER_ID = "brigade.cluster.id";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    public String bootstrapServers() {
        return "127.0.0.1:" + clientPort;
    }

    /** Where enrolled nodes find it. */
    public String nodeBootstrapServers() {
        return nodes == null ? bootstrapServers() : nodes;
    }

    public Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        all.put(ADMIN_PASSWORD, secrets.of("kafka.admin"));
        all.put(CLUSTER_ID, clusterId());
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        String clients = "CLIENT://" + bootstrapServers() + (nodes == null ? "" : ",NODES://" + nodes);
        all.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", clients);
        all.put(
                "listener.security.protocol.map",
                "CLIENT:SASL_PLAINTEXT,NODES:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        all.put("inter.broker.listener.name", "CLIENT");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("log.dirs", folder.toString());
        all.putAll(security());
        for (String listener : List.of("client", "nodes")) {
            all.put(
                    "listener.name." + listener + ".scram-sha-512.connections.max.reauth.ms",
                    Long.toString(session.toMillis()));
        }
        all.putAll(smallMachine());
        return all;
    }

    private Map<String, String> security() {
        String admin = "username=\"admin\" password=\"" + secrets.of("kafka.admin") + "\";";
        String password = secrets.of("kafka.controller");
        String controller =
                "username=\"controller\" password=\"" + password + "\" user_controller=\"" + password + "\";";
        return Map.ofEntries(
                Map.entry("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512"),
                Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
                Map.entry("listener.name.client.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("listener.name.client.scram-sha-512.sasl.jaas.config", SCRAM + " " + admin),
                Map.entry("listener.name.nodes.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("listener.name.nodes.scram-sha-512.sasl.jaas.config", SCRAM + ";"),
                Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.controller.plain.sasl.jaas.config", PLAIN + " " + controller),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                Map.entry("super.users", "User:admin;User:controller"),
                Map.entry("auto.create.topics.enable", "false"));
    }

    private static Map<String, String> smallMachine() {
        return Map.ofEntries(
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // There is no second broker that has what this one lost in a power cut.
                Map.entry("log.flush.interval.messages", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"));
    }

    /** One per broker secret, so that a client of a dropped suite never takes the new one for the old. */
    private String clusterId() {
        UUID id = UUID.nameUUIDFromBytes(secrets.of("kafka.cluster").getBytes(StandardCharsets.UTF_8));
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }
}
