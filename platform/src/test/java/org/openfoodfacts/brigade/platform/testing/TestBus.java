package org.openfoodfacts.brigade.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** The other ends of the bus, for tests of one service: nodes that send signed facts and reports, services, other teams' tools, readers. */
public final class TestBus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Map<String, Object> kafka;
    private final TestKeys keys;
    private final KafkaProducer<String, byte[]> producer;
    private final TopicReader reader;
    private final Map<String, Signer> nodes = new ConcurrentHashMap<>();
    private final Map<String, NodeIdentity> identities = new ConcurrentHashMap<>();

    /** Around the service in this process. */
    public TestBus() {
        this(
                ConfigProvider.getConfig().getValue(BusAndDatabase.SERVERS, String.class),
                ConfigProvider.getConfig().getValue(BusAndDatabase.KEYS, Path.class));
    }

    TestBus(String servers, Path keys) {
        this.kafka = Map.of("bootstrap.servers", servers);
        this.keys = new TestKeys(keys);
        this.producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        this.reader = new TopicReader(kafka);
    }

    /** Makes a node known: its topics, and its identity on the trust topic. */
    public SealingKey enrol(String node) {
        SealingKey sealing = SealingKey.generate();
        KeyPair pair = Signer.newKeyPair();
        Signer signer = new Signer(node, pair.getPrivate(), pair.getPublic());
        nodes.put(node, signer);
        createTopics(Topic.orders(node), Topic.commands(node));
        NodeIdentity identity = new NodeIdentity(
                node,
                NodeIdentity.Status.ENROLLED,
                signer.keyId(),
                KeyCodec.encode(pair.getPublic()),
                sealing.publicKey(),
                Instant.now(),
                null);
        identities.put(node, identity);
        tell(identity);
        return sealing;
    }

    /** Nobody believes an enrolled node any more; its topics stay. */
    public void revoke(String node) {
        NodeIdentity was = identities.get(node);
        tell(new NodeIdentity(
                node,
                NodeIdentity.Status.REVOKED,
                was.keyId(),
                was.signingKey(),
                was.sealingKey(),
                was.enrolledAt(),
                Instant.now()));
    }

    private void tell(NodeIdentity identity) {
        sendAs(Service.SECURITY, Topic.TRUST.topicName(), identity.node(), identity);
    }

    /** A fact of an enrolled node, signed by it. */
    public void fact(String node, Fact fact) {
        sendAsNode(node, Topic.FACTS.topicName(), key(node, fact), fact);
    }

    /** A report of an enrolled node, signed by it. */
    public void report(String node, Report report) {
        sendAsNode(node, Topic.REPORTS.topicName(), node, report);
    }

    /** The fact of an enrolled node is no more: a tombstone under its key, signed by the node. */
    public void tombstone(String node, Fact fact) {
        String key = key(node, fact);
        send(Codec.tombstone(Topic.FACTS.topicName(), key, envelope(Source.ofNode(node), node, fact), nodes.get(node)));
    }

    /** The key of an enrolled node, to send what a well-behaved node would not. */
    public Signer nodeSigner(String node) {
        return nodes.get(node);
    }

    private static String key(String node, Fact fact) {
        return node + "/" + EventType.of(fact).kind() + (fact.part().isEmpty() ? "" : "/" + fact.part());
    }

    private void sendAsNode(String node, String topic, String key, Message message) {
        send(Codec.encode(topic, key, message, envelope(Source.ofNode(node), node, message), nodes.get(node)));
    }

    /** A message of another service, signed by it. */
    public void sendAs(Service service, String topic, String key, Message message) {
        send(Codec.encode(topic, key, message, envelope(Source.of(service), null, message), signer(service)));
    }

    private static Envelope envelope(String source, String node, Message message) {
        return new Envelope(
                UUID.randomUUID().toString(),
                source,
                EventType.of(message).id(),
                Instant.now(),
                node,
                null,
                Trace.NONE,
                null);
    }

    /** A record as it stands, signed or not. */
    public void send(WireRecord record) {
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(record.topic(), record.key(), record.value());
        record.headers().forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        await(producer.send(out));
    }

    public Signer signer(Service service) {
        try {
            Map<?, ?> anchors = Json.mapper().readValue(keys.anchors().toFile(), Map.class);
            return new Signer(
                    service.kafkaUser(),
                    KeyCodec.privateKey(Files.readString(keys.signingKey(service))),
                    KeyCodec.publicKey(String.valueOf(anchors.get(service.id()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first message on the topic, from its beginning, that the condition holds for; waits for it. */
    public <M extends Message> Decoded<M> await(String topic, Class<M> type, Predicate<Decoded<M>> condition) {
        return Awaitility.await(type.getSimpleName() + " on " + topic)
                .atMost(PATIENCE)
                .until(
                        () -> all(topic).stream()
                                .filter(r -> isOf(r, type))
                                .map(r -> Codec.decode(r, type))
                                .filter(condition)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isOf(WireRecord record, Class<?> type) {
        return EventType.byId(String.valueOf(record.headers().get("ce_type")))
                .filter(t -> type.isAssignableFrom(t.messageClass()))
                .isPresent();
    }

    /** Everything that is on the topic now, partition by partition. */
    public List<WireRecord> all(String topic) {
        return reader.all(topic);
    }

    /**
     * Everything that is on the topic as a receiver counts it: what a service that was killed between sending a record and forgetting it
     * has sent again (the same source and id) is one message.
     */
    public List<WireRecord> distinct(String topic) {
        Set<List<String>> seen = new HashSet<>();
        return all(topic).stream()
                .filter(r -> seen.add(
                        List.of(r.headers().get("ce_source"), r.headers().get("ce_id"))))
                .toList();
    }

    public void createTopics(String... names) {
        try (Admin admin = Admin.create(kafka)) {
            await(admin.createTopics(List.of(names).stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture());
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
    }
}
