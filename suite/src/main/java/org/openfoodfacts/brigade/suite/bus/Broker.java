package org.openfoodfacts.brigade.suite.bus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.openfoodfacts.brigade.suite.launch.AotCache;
import org.openfoodfacts.brigade.suite.launch.ChildSpec;
import org.openfoodfacts.brigade.suite.launch.Elsewhere;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.JavaCommand;
import org.openfoodfacts.brigade.suite.launch.Ports;
import org.openfoodfacts.brigade.suite.launch.PropertyFile;
import org.openfoodfacts.brigade.suite.launch.Secrets;
import org.openfoodfacts.brigade.suite.launch.StateFolder;

/** The suite's Kafka: how its process is started, who may use it, and how. */
public final class Broker {
    private static final String HEAP = "192m";
    private static final Duration SESSION = Duration.ofMinutes(5);
    private final StateFolder state;
    private final Secrets secrets;
    private final BrokerConfig config;

    public Broker(StateFolder state, Secrets secrets, Ports ports, Elsewhere elsewhere) {
        this.state = state;
        this.secrets = secrets;
        this.config = new BrokerConfig(
                ports.of("kafka"),
                ports.of("kafka-controller"),
                state.broker().resolve("data"),
                secrets,
                elsewhere
                        .hostAndPort(address -> ports.of("kafka-nodes", address))
                        .orElse(null),
                SESSION);
    }

    public String bootstrapServers() {
        return config.bootstrapServers();
    }

    public String nodeBootstrapServers() {
        return config.nodeBootstrapServers();
    }

    /** Writes its configuration; the process it describes may then be started. */
    public ChildSpec process(String classPath) {
        Path file = state.broker().resolve("server.properties");
        PropertyFile.write(file, config.properties());
        JavaCommand command = JavaCommand.main(HEAP, classPath, BrokerMain.class, file.toString());
        return ChildSpec.of(
                "broker", command, AotCache.of("broker", Installation.jars(classPath)), state.log("broker"));
    }

    /** Waits until it answers, then gives it its topics, users and rights, and writes their client properties. */
    public void prepare() {
        try (Admin admin = admin()) {
            new BusSetup(admin, secrets).run();
        }
        BusSetup.users().forEach(access -> writeClient(access.user()));
        writeClient("admin");
    }

    public Admin admin() {
        Map<String, Object> properties = new HashMap<>(client("admin").properties());
        properties.put("metadata.recovery.strategy", "none"); // there is but one broker to come back to
        return Admin.create(properties);
    }

    public KafkaClient client(String user) {
        return new KafkaClient(bootstrapServers(), user, secrets.of("kafka." + user));
    }

    private void writeClient(String user) {
        Map<String, String> properties = client(user).properties();
        PropertyFile.write(state.kafkaClient(user), properties);
    }
}
