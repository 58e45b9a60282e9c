package org.openfoodfacts.brigade.suite.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.database.Postgres;

/** One of the five services as a process: its configuration file and its command. */
public record ServiceProcess(Service service, int port, StateFolder state) {
    private static final String HEAP = "96m";

    public URI api() {
        return URI.create("http://127.0.0.1:" + port + "/api/" + service.id() + "/");
    }

    /** Who it is and how it reaches the rest. */
    public record Surroundings(
            KafkaClient kafka,
            int databasePort,
            String databasePassword,
            Path tokenKey,
            Path fleet,
            String nodeBootstrapServers) {}

    /** Writes its configuration; the process it describes may then be started. */
    public ChildSpec process(Path jar, Surroundings around) {
        Path file = state.serviceConfig(service);
        PropertyFile.write(file, config(around));
        PrivateFiles.createFolder(state.inventory());
        return ChildSpec.of(
                        service.id(),
                        JavaCommand.jar(HEAP, jar),
                        AotCache.of(service.id(), List.of(jar.getParent())),
                        state.log(service.id()))
                .withEnvironment(Map.of("QUARKUS_CONFIG_LOCATIONS", file.toUri().toString()));
    }

    private Map<String, String> config(Surroundings around) {
        Keys keys = new Keys(state.keys());
        String database = "postgresql://127.0.0.1:" + around.databasePort() + "/" + Postgres.DATABASE;
        Map<String, String> all = new TreeMap<>();
        all.put("quarkus.http.port", Integer.toString(port));
        all.put("quarkus.datasource.username", service.id());
        all.put("quarkus.datasource.password", around.databasePassword());
        all.put("quarkus.datasource.jdbc.url", "jdbc:" + database);
        all.put("quarkus.datasource.reactive.url", "vertx-reactive:" + database);
        around.kafka().properties().forEach((name, value) -> all.put("kafka." + name, value));
        all.put("brigade.identity.signing-key", keys.signingKey(service).toString());
        all.put("brigade.identity.trust-anchors", keys.anchors().toString());
        all.put("mp.jwt.verify.publickey.location", around.tokenKey().toUri().toString());
        if (service == Service.SECURITY) {
            all.put("brigade.security.node-bootstrap-servers", around.nodeBootstrapServers());
        }
        if (service == Service.INVENTORY) {
            all.put("brigade.inventory.repository", around.fleet().toString());
            all.put("brigade.inventory.cache", state.inventory().toString());
        }
        return all;
    }
}
