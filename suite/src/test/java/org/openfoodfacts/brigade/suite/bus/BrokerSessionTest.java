package org.openfoodfacts.brigade.suite.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.launch.JavaCommand;
import org.openfoodfacts.brigade.suite.launch.Ports;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.PropertyFile;
import org.openfoodfacts.brigade.suite.launch.Secrets;

/** A machine that was replaced holds a connection that was let in with the password of before. */
@Timeout(400)
class BrokerSessionTest {
    private static final Duration SESSION = Duration.ofSeconds(2);
    private static final String TOPIC = "orders";
    private static final String NODE = "replaced";

    private Secrets secrets;
    private BrokerConfig config;
    private Process broker;

    @BeforeEach
    void startBroker(@TempDir Path folder) throws Exception {
        secrets = new Secrets(folder.resolve("secrets.properties"));
        Ports ports = new Ports(folder.resolve("ports.properties"), new Progress(System.err));
        config = new BrokerConfig(
                ports.of("kafka"), ports.of("kafka-controller"), folder.resolve("data"), secrets, null, SESSION);
        Path file = folder.resolve("server.properties");
        PropertyFile.write(file, config.properties());
        String classPath = System.getProperty("java.class.path");
        broker = new ProcessBuilder(JavaCommand.main("192m", classPath, BrokerMain.class, file.toString())
                        .argv())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile())
                .start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        assertThat(broker.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConnectionOfAPasswordThatWasChangedEndsWithItsSessionAndTheOthersGoOn() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(client("admin").properties()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            admin.createAcls(Set.of(mayRead())).all().get();
            setPassword(admin, secrets.of("kafka." + NODE));
            try (var other = reader(client("admin"))) {
                var old = reader(client(NODE));
                assertThat(old.endOffsets(old.assignment())).hasSize(1);

                setPassword(admin, "of the machine that took its place");

                await().atMost(Duration.ofMinutes(3))
                        .until(() -> catchThrowable(() -> old.poll(Duration.ofMillis(200)))
                                instanceof SaslAuthenticationException);
                var _ = catchThrowable(old::close); // says it once more, or nothing
                long until = System.nanoTime() + SESSION.multipliedBy(2).toNanos();
                while (System.nanoTime() < until) {
                    assertThat(other.poll(Duration.ofMillis(200))).isEmpty();
                }
            }
        }
    }

    private static void setPassword(Admin admin, String password) throws Exception {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(NODE, info, password)))
                .all()
                .get();
    }

    private static AclBinding mayRead() {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
                new AccessControlEntry("User:" + NODE, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    private KafkaClient client(String user) {
        return new KafkaClient(config.bootstrapServers(), user, secrets.of("kafka." + user));
    }

    private static KafkaConsumer<byte[], byte[]> reader(KafkaClient login) {
        Map<String, Object> properties = new HashMap<>(login.properties());
        var reader = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
        return reader;
    }
}
