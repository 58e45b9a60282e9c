package org.openfoodfacts.brigade.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** Records made to hold up everybody else's: each is followed by a good one on its partition, which must take effect soon. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class StrangersRecordsIT {
    private static final String REQUESTS = Topic.DEPLOY_REQUESTS.topicName();
    private static final int ALMOST_A_RECORD = 1_048_000;

    @Inject
    Tables tables;

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void whatIsTooLargeToBeCopiedLeavesItsHeadersAsDeadLetter() {
        String id = UUID.randomUUID().toString();
        bus.send(request("app", id, "x".repeat(ALMOST_A_RECORD + 250), Map.of("mark", "kept")));
        bus.send(good("app", "v-after-large-body"));

        awaitEffect("v-after-large-body");
        WireRecord dead = deadLetter("ce_id", id);
        assertThat(dead.headers().get("dead-letter-reason")).contains("the body is no");
        assertThat(dead.headers()).containsEntry("mark", "kept");
        assertThat(dead.value()).isNull();
    }

    @Test
    void aTypeOfHalfAMegabyteIsADeadLetterWithAShortReasonInOneLine() {
        String id = UUID.randomUUID().toString();
        bus.send(request("app", id, "{}", Map.of("ce_type", "\n" + "x".repeat(600_000))));
        bus.send(good("app", "v-after-large-type"));

        awaitEffect("v-after-large-type");
        WireRecord dead = deadLetter("ce_id", id);
        assertThat(dead.headers().get("dead-letter-reason"))
                .startsWith("the type")
                .hasSizeLessThan(1100)
                .doesNotContain("\n");
        assertThat(dead.value()).isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void ofHeadersThatLeaveNoRoomForAReasonTheIdAndTheKeyAreKept() {
        String id = UUID.randomUUID().toString();
        bus.send(request("app", id, "{}", Map.of("ce_type", "x".repeat(ALMOST_A_RECORD - 400))));
        bus.send(good("app", "v-after-huge-type"));

        awaitEffect("v-after-huge-type");
        WireRecord dead = deadLetter("ce_id", id);
        assertThat(dead.key()).isEqualTo("app");
        assertThat(dead.headers())
                .containsOnlyKeys(
                        "ce_id",
                        "dead-letter-reason",
                        "dead-letter-topic",
                        "dead-letter-partition",
                        "dead-letter-offset");
    }

    @Test
    void ofAKeyThatLeavesNoRoomForAReasonTheDeadLetterHasNone() {
        String id = UUID.randomUUID().toString();
        String key = "k".repeat(ALMOST_A_RECORD + 250);
        bus.send(request(key, id, "{}", Map.of()));
        for (int i = 0; i < 12; i++) { // some of these keys lie on the same partition
            bus.send(good("key-" + i, "v-after-huge-key-" + i));
        }

        for (int i = 0; i < 12; i++) {
            awaitEffect("v-after-huge-key-" + i);
        }
        assertThat(deadLetter("ce_id", id).key()).isNull();
    }

    @Test
    void keysThatNobodyKnowsHoldUpNobodyForLong() {
        bus.enrol("unknown-keys");
        bus.fact("unknown-keys", new CapabilitiesFact(null));
        await().atMost(Duration.ofMinutes(2)).until(() -> tables.times("unknown-keys/capabilities") == 1);
        for (int i = 0; i < 100; i++) {
            bus.send(factWithAKeyOfItsOwn("unknown-keys"));
        }
        bus.fact("unknown-keys", new CapabilitiesFact(null));

        // half a second for each would be 50 s
        await().atMost(Duration.ofSeconds(30)).until(() -> tables.times("unknown-keys/capabilities") == 2);
    }

    private static WireRecord factWithAKeyOfItsOwn(String node) {
        KeyPair pair = Signer.newKeyPair();
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(),
                Source.ofNode(node),
                EventType.CAPABILITIES.id(),
                Instant.now(),
                node,
                null,
                Trace.NONE,
                null);
        return Codec.encode(
                Topic.FACTS.topicName(),
                node + "/capabilities",
                new CapabilitiesFact(null),
                envelope,
                new Signer(node, pair.getPrivate(), pair.getPublic()));
    }

    private void awaitEffect(String note) {
        await().atMost(Duration.ofMinutes(2)).until(() -> tables.times(note) >= 1);
    }

    private WireRecord deadLetter(String header, String value) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> bus.all(REQUESTS + ".dlq").stream()
                                .filter(r -> value.equals(r.headers().get(header)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static WireRecord good(String key, String version) {
        String body = "{\"application\": \"app\", \"flavor\": \"f\", \"version\": \"" + version + "\"}";
        return request(key, UUID.randomUUID().toString(), body, Map.of());
    }

    private static WireRecord request(String key, String id, String body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(
                Map.of("ce_id", id, "ce_source", "https://ci.example.org", "ce_type", EventType.DEPLOY_REQUESTED.id()));
        headers.putAll(more);
        return new WireRecord(REQUESTS, key, headers, body.getBytes(UTF_8));
    }
}
