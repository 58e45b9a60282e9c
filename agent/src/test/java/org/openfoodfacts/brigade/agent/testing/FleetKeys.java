package org.openfoodfacts.brigade.agent.testing;

import java.security.KeyPair;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** The services' ends of the bus: keys of all five, and what they would send. */
public final class FleetKeys {
    private final Map<Service, KeyPair> pairs = new EnumMap<>(Service.class);

    public FleetKeys() {
        for (Service service : Service.values()) {
            pairs.put(service, Signer.newKeyPair());
        }
    }

    /** Kafka user → base64. */
    public Map<String, String> anchors() {
        Map<String, String> anchors = new TreeMap<>();
        pairs.forEach((service, pair) -> anchors.put(service.kafkaUser(), KeyCodec.encode(pair.getPublic())));
        return anchors;
    }

    public PublicKeys publicKeys() {
        return PublicKeys.of(anchors());
    }

    public Signer signer(Service service) {
        return new Signer(
                service.kafkaUser(),
                pairs.get(service).getPrivate(),
                pairs.get(service).getPublic());
    }

    public WireRecord command(Service from, String node, UUID id, Command command, Instant deadline) {
        Envelope envelope = new Envelope(
                id.toString(),
                Source.of(from),
                EventType.of(command).id(),
                Instant.now(),
                node,
                "test",
                Trace.of("request-1"),
                deadline);
        return Codec.encode(Topic.commands(node), node, command, envelope, signer(from));
    }

    public WireRecord order(Service from, String node, Order order) {
        String kind = EventType.of(order).kind();
        Envelope envelope = new Envelope(
                Ids.next().toString(),
                Source.of(from),
                EventType.of(order).id(),
                Instant.now(),
                node,
                kind,
                Trace.of("request-2"),
                null);
        return Codec.encode(Topic.orders(node), kind, order, envelope, signer(from));
    }
}
