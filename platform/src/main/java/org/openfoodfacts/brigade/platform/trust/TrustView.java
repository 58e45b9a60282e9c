package org.openfoodfacts.brigade.platform.trust;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.platform.ServiceIdentity;
import org.openfoodfacts.brigade.platform.context.CallerContext;
import org.openfoodfacts.brigade.platform.messaging.BusAdmin;
import org.openfoodfacts.brigade.platform.messaging.Reason;

/**
 * The nodes' identities as {@code brigade.trust} has them, read whole by every instance, beside the services' own keys. A pure function
 * of the topic, so two instances can differ only by how far they have read.
 */
@ApplicationScoped
public class TrustView {
    private static final Logger LOG = Logger.getLogger(TrustView.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Object> kafka;
    private final BusAdmin admin;
    private final ServiceIdentity identity;
    private final Map<String, NodeIdentity> nodes = new ConcurrentHashMap<>();
    private final TrustProgress progress = new TrustProgress();
    private volatile PublicKeys keys;
    private TrustReader reader;

    TrustView(@Identifier("default-kafka-broker") Map<String, Object> kafka, BusAdmin admin, ServiceIdentity identity) {
        this.kafka = new HashMap<>(kafka);
        this.admin = admin;
        this.identity = identity;
        this.keys = identity.serviceKeys();
    }

    void start(@Observes StartupEvent event) {
        reader = new TrustReader(kafka, identity.serviceKeys(), this::learn, this::forget, progress);
        Thread.ofVirtual().name("trust-view").start(reader);
    }

    void stop(@Observes ShutdownEvent event) {
        reader.stop();
    }

    /** True once the topic was read to its end after start. */
    public boolean isReady() {
        return progress.firstRead().isDone();
    }

    public Optional<NodeIdentity> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The keys to check a message with. When it names an unknown key, the topic is first read to its present end. */
    public Uni<PublicKeys> keysFor(String keyId) {
        if (keyId == null || keys.knows(keyId)) {
            return Uni.createFrom().item(keys);
        }
        return Uni.createFrom()
                .completionStage(this::readToItsPresentEnd)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .emitOn(CallerContext.executor())
                .map(done -> keys);
    }

    private CompletionStage<Void> readToItsPresentEnd() {
        return progress.firstRead()
                .thenCompose(_ -> admin.ends(progress.partitions()))
                .thenCompose(progress::until);
    }

    private void forget(String node) {
        nodes.remove(node);
        keys = keys.without(node);
    }

    private void learn(NodeIdentity node) {
        if (!NodeName.isValid(node.node())) {
            LOG.warnf("brigade.trust names a node that cannot be: '%s'", Reason.of(node.node()));
            return;
        }
        nodes.put(node.node(), node);
        PublicKeys others = keys.without(node.node());
        keys = node.status() == NodeIdentity.Status.ENROLLED
                ? others.with(node.node(), KeyCodec.publicKey(node.signingKey()))
                : others;
    }
}
