package org.openfoodfacts.brigade.security.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.platform.context.CallerContext;
import org.openfoodfacts.brigade.security.SecurityConfig;
import org.openfoodfacts.brigade.security.domain.NodeAccess;
import org.openfoodfacts.brigade.security.domain.NodeAccess.Grant;

/** Makes Kafka let a node in, or no longer. Every call may be repeated: what is there already stays. */
@ApplicationScoped
public class KafkaAccess {
    /** The least Kafka takes: stretching adds nothing to a random secret of 192 bits. */
    private static final int ITERATIONS = 4096;

    private static final int PASSWORD_BYTES = 32;
    private static final int PATIENCE_MILLIS = 10_000;

    private final SecureRandom random = new SecureRandom();
    private final Admin admin;
    private final short replicationFactor;

    KafkaAccess(@Identifier("default-kafka-broker") Map<String, Object> kafka, SecurityConfig config) {
        Map<String, Object> impatient = new HashMap<>(kafka);
        impatient.put("default.api.timeout.ms", PATIENCE_MILLIS);
        impatient.put("request.timeout.ms", PATIENCE_MILLIS);
        this.admin = Admin.create(impatient);
        this.replicationFactor = config.replicationFactor();
    }

    void stop(@Observes ShutdownEvent event) {
        admin.close();
    }

    /** The node's topics, its user with this password, and its rights. */
    public Uni<Void> grant(String node, String password) {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        UserScramCredentialAlteration user =
                new UserScramCredentialUpsertion(node, scram, password.getBytes(StandardCharsets.UTF_8));
        return createTopics(node)
                .chain(() -> uni(admin.createAcls(bindings(node)).all()))
                .chain(() -> uni(admin.alterUserScramCredentials(List.of(user)).all()));
    }

    /**
     * No rights, and a password that nobody knows. The user itself stays: Kafka 4.1 can lose all SCRAM users at its next start when one was
     * deleted. The topics stay too, so that what was sent can still be read by administrators.
     */
    public Uni<Void> revoke(String node) {
        AclBindingFilter all = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + node, null, AclOperation.ANY, AclPermissionType.ANY));
        byte[] unknown = new byte[PASSWORD_BYTES];
        random.nextBytes(unknown);
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        UserScramCredentialAlteration user = new UserScramCredentialUpsertion(node, scram, unknown);
        return uni(admin.deleteAcls(List.of(all)).all())
                .chain(() -> uni(admin.alterUserScramCredentials(List.of(user)).all()));
    }

    private Uni<Void> createTopics(String node) {
        return createTopic(new NewTopic(Topic.orders(node), 1, replicationFactor)
                        .configs(Map.of("cleanup.policy", "compact")))
                .chain(() -> createTopic(new NewTopic(Topic.commands(node), 1, replicationFactor)
                        .configs(Map.of("cleanup.policy", "delete"))));
    }

    private Uni<Void> createTopic(NewTopic topic) {
        return uni(admin.createTopics(List.of(topic)).all())
                .onFailure(TopicExistsException.class)
                .recoverWithNull();
    }

    private static List<AclBinding> bindings(String node) {
        return NodeAccess.of(node).grants().stream()
                .map(grant -> binding(node, grant))
                .toList();
    }

    private static AclBinding binding(String node, Grant grant) {
        ResourceType type = switch (grant.resource()) {
            case TOPIC -> ResourceType.TOPIC;
            case GROUP -> ResourceType.GROUP;
        };
        AclOperation operation = switch (grant.operation()) {
            case READ -> AclOperation.READ;
            case WRITE -> AclOperation.WRITE;
        };
        return new AclBinding(
                new ResourcePattern(type, grant.name(), PatternType.LITERAL),
                new AccessControlEntry("User:" + node, "*", operation, AclPermissionType.ALLOW));
    }

    /** Kafka answers on a thread of its own; a database session goes on only in the context it was opened in. */
    private static <T> Uni<Void> uni(KafkaFuture<T> future) {
        return Uni.createFrom()
                .completionStage(future.toCompletionStage())
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause)
                .replaceWithVoid()
                .emitOn(CallerContext.executor());
    }
}
