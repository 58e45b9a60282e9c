package org.openfoodfacts.brigade.contracts.wire;

import java.security.KeyPair;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** Signed records of a deployer and two nodes, and the keys that are believed. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");
    static final String COMMIT = "9b1c4e0f7a5d2386bce01f4d98a7365210fedcba";

    final Signer deployer;
    final Signer security;
    final Signer north;
    final Signer south;
    PublicKeys keys = PublicKeys.none();

    Samples() {
        deployer = known(Service.DEPLOYER.kafkaUser());
        security = known(Service.SECURITY.kafkaUser());
        north = known("north");
        south = known("south");
    }

    private Signer known(String owner) {
        KeyPair pair = Signer.newKeyPair();
        keys = keys.with(owner, pair.getPublic());
        return new Signer(owner, pair.getPrivate(), pair.getPublic());
    }

    static Envelope command() {
        return new Envelope(
                "0192f3a4-1001-7c31-9e58-6b1f0d2a4d07",
                Source.of(Service.DEPLOYER),
                EventType.VERIFY_RELEASE.id(),
                NOW,
                "north",
                "off",
                Trace.of("req-1"),
                NOW.plusSeconds(60));
    }

    static Envelope fact(String node) {
        return new Envelope("f-1", Source.ofNode(node), EventType.CAPABILITIES.id(), NOW, node, null, Trace.NONE, null);
    }

    WireRecord signedCommand() {
        CheckoutRef checkout = new CheckoutRef("/srv/off", "off", "https://git.example.org/app.git");
        return Codec.encode(Topic.commands("north"), "north", new VerifyRelease(checkout, COMMIT), command(), deployer);
    }

    WireRecord signedFact(String recordKey) {
        return Codec.encode(Topic.FACTS.topicName(), recordKey, new CapabilitiesFact(null), fact("north"), north);
    }

    static WireRecord with(WireRecord record, String header, String value) {
        Map<String, String> headers = new HashMap<>(record.headers());
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }

    static WireRecord withBody(WireRecord record, byte[] body) {
        return new WireRecord(record.topic(), record.key(), record.headers(), body);
    }

    static WireRecord withKey(WireRecord record, String key) {
        return new WireRecord(record.topic(), key, record.headers(), record.value());
    }
}
