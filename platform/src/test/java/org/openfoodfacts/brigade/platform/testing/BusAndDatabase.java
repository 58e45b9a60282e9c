package org.openfoodfacts.brigade.platform.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.ConfigProvider;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.testing.KafkaImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A real PostgreSQL and a real Kafka with all shared topics, and keys, for one run of a service's integration tests. */
public final class BusAndDatabase implements QuarkusTestResourceLifecycleManager {
    static final String SERVERS = "kafka.bootstrap.servers";
    static final String KEYS = "brigade.testing.keys";
    static final String KAFKA_CONTAINER = "brigade.testing.kafka-container";
    static final String DATABASE_CONTAINER = "brigade.testing.database-container";
    private static final DockerImageName POSTGRES =
            DockerImageName.parse("brigade/postgres:test").asCompatibleSubstituteFor("postgres");
    private static final DockerImageName KAFKA =
            DockerImageName.parse(KafkaImage.NAME).asCompatibleSubstituteFor("apache/kafka");

    private PostgreSQLContainer postgres;
    private KafkaContainer kafka;

    @Override
    public Map<String, String> start() {
        postgres = new PostgreSQLContainer(POSTGRES).withDatabaseName("brigade");
        kafka = new KafkaContainer(KAFKA)
                .withCommand(KafkaImage.command())
                .withStartupTimeout(KafkaImage.PATIENCE)
                .withEnv("KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withEnv("KAFKA_SUPER_USERS", "User:ANONYMOUS")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        Stream.of(postgres, kafka).parallel().forEach(container -> container.start());
        createTopics();
        return config(TestKeys.create());
    }

    @Override
    public void stop() {
        postgres.stop();
        kafka.stop();
    }

    private Map<String, String> config(TestKeys keys) {
        Service service = Service.of(ConfigProvider.getConfig().getValue("quarkus.application.name", String.class))
                .orElse(Service.INVENTORY);
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.username", postgres.getUsername());
        config.put("quarkus.datasource.password", postgres.getPassword());
        config.put("quarkus.datasource.jdbc.url", postgres.getJdbcUrl());
        config.put(
                "quarkus.datasource.reactive.url",
                "vertx-reactive:postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/brigade");
        config.put(SERVERS, kafka.getBootstrapServers());
        config.put("brigade.identity.signing-key", keys.signingKey(service).toString());
        config.put("brigade.identity.trust-anchors", keys.anchors().toString());
        config.put(KEYS, keys.folder().toString());
        config.put(KAFKA_CONTAINER, kafka.getContainerId());
        config.put(DATABASE_CONTAINER, postgres.getContainerId());
        config.put("quarkus.http.test-port", "0");
        return config;
    }

    private void createTopics() {
        List<NewTopic> topics = Stream.concat(
                        Stream.of(Topic.values()).map(Topic::topicName),
                        Stream.of(Topic.values()).map(Topic::deadLetters))
                .map(name -> new NewTopic(name, 3, (short) 1))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBootstrapServers()))) {
            admin.createTopics(topics).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics were made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics cannot be made", e.getCause());
        }
    }
}
