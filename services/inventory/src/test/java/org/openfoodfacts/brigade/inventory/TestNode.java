package org.openfoodfacts.brigade.inventory;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** An enrolled node whose facts may be of any time, and signed with its key whatever they say. */
record TestNode(TestBus bus, String name, Signer signer) {

    static TestNode enrol(TestBus bus, String name) {
        KeyPair pair = Signer.newKeyPair();
        TestNode node = new TestNode(bus, name, new Signer(name, pair.getPrivate(), pair.getPublic()));
        bus.createTopics(Topic.orders(name), Topic.commands(name));
        node.identity(NodeIdentity.Status.ENROLLED, KeyCodec.encode(pair.getPublic()));
        return node;
    }

    private void identity(NodeIdentity.Status status, String key) {
        bus.sendAs(
                Service.SECURITY,
                Topic.TRUST.topicName(),
                name,
                new NodeIdentity(
                        name, status, signer.keyId(), key, SealingKey.generate().publicKey(), Instant.now(), null));
    }

    void present(Duration interval, Instant at) {
        send(name + "/presence", new PresenceFact("1.0", at, interval, false), at);
    }

    void send(Fact fact, Instant at) {
        send(name + "/" + EventType.of(fact).kind() + (fact.part().isEmpty() ? "" : "/" + fact.part()), fact, at);
    }

    /** Under any key. */
    void send(String key, Fact fact, Instant at) {
        bus.send(Codec.encode(Topic.FACTS.topicName(), key, fact, envelope(EventType.of(fact), name, at), signer));
    }

    /** In the name of another node, signed with this one's key. */
    void sendAs(String other, Fact fact, Instant at) {
        EventType type = EventType.of(fact);
        bus.send(Codec.encode(
                Topic.FACTS.topicName(), other + "/" + type.kind(), fact, envelope(type, other, at), signer));
    }

    void gone(EventType type, String part, Instant at) {
        String key = name + "/" + type.kind() + (part.isEmpty() ? "" : "/" + part);
        bus.send(Codec.tombstone(Topic.FACTS.topicName(), key, envelope(type, name, at), signer));
    }

    private static Envelope envelope(EventType type, String node, Instant at) {
        return new Envelope(
                UUID.randomUUID().toString(), Source.ofNode(node), type.id(), at, node, null, Trace.NONE, null);
    }
}
