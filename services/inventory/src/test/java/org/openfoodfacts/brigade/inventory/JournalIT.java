package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.inventory.ServiceUnderTest.get;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent.NodeEnrolled;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@Timeout(600)
@QuarkusTestResource(BusAndDatabase.class)
@QuarkusTestResource(TestRepository.class)
class JournalIT {
    private final TestBus bus = new TestBus();
    private final String correlation = UUID.randomUUID().toString();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void anEventStandsInTheJournalOnceHoweverOftenItComes() {
        WireRecord event = event("journal-once");
        bus.send(event);
        bus.send(event);
        bus.send(event("journal-last"));

        await().untilAsserted(() -> get("/events?correlation=" + correlation)
                .statusCode(200)
                .body("items.node", equalTo(List.of("journal-once", "journal-last"))));
        get("/events?correlation=" + correlation)
                .body("items[0].kind", is("node-enrolled"))
                .body("items[0].type", is(EventType.NODE_ENROLLED.id()))
                .body("items[0].source", is("/services/security"))
                .body("items[0].trace.correlationId", is(correlation))
                .body("items[0].data.keyId", is("k"));
    }

    @Test
    void theJournalIsFilteredAndPagedBySequence() {
        IntStream.range(0, 5).forEach(i -> bus.send(event("journal-page-" + i)));
        String mine = "/events?correlation=" + correlation;
        await().untilAsserted(() -> get(mine).body("items.size()", is(5)));

        String next =
                get(mine + "&limit=2").body("items.size()", is(2)).extract().path("next");
        get(mine + "&limit=3&after=" + next)
                .body("items.node", equalTo(List.of("journal-page-2", "journal-page-3", "journal-page-4")))
                .body("next", nullValue());
        get(mine + "&order=newest&limit=1").body("items[0].node", is("journal-page-4"));
        get(mine + "&node=journal-page-3").body("items.size()", is(1));
        get(mine + "&type=node-enrolled").body("items.size()", is(5));
        get(mine + "&type=" + EventType.NODE_ENROLLED.id()).body("items.size()", is(5));
        get(mine + "&type=node-lost").body("items.size()", is(0));
        get(mine + "&from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z").body("items.size()", is(0));
        get(mine + "&from=2000-01-01T00:00:00-01:00").body("items.size()", is(5));
    }

    @Test
    void aFollowerThatResumesMissesNothingAndSeesNothingTwice() throws Exception {
        bus.send(event("journal-0"));
        await().untilAsserted(() -> get("/events?correlation=" + correlation).body("items.size()", is(1)));

        String path = "/events?follow=true&after=0&correlation=" + correlation;
        String lastId;
        try (Follower follower = Follower.open(path, null)) {
            assertThat(follower.next().get("node").asText()).isEqualTo("journal-0");
            bus.send(event("journal-1"));
            assertThat(follower.next().get("node").asText()).isEqualTo("journal-1");
            lastId = follower.lastId();
        }
        IntStream.range(2, 40).forEach(i -> bus.send(event("journal-" + i)));

        try (Follower follower = Follower.open(path, lastId)) {
            for (int i = 2; i < 40; i++) {
                assertThat(follower.next().get("node").asText()).isEqualTo("journal-" + i);
            }
        }
    }

    /** A backup from before the number was restored. */
    @Test
    void aFollowerWhoseNumberTheJournalDoesNotHaveHearsWhatComes() throws Exception {
        bus.send(event("journal-before"));
        await().untilAsserted(() -> get("/events?correlation=" + correlation).body("items.size()", is(1)));
        long ahead = 1_000_000_000_000L;

        try (Follower follower =
                Follower.open("/events?follow=true&correlation=" + correlation, Long.toString(ahead))) {
            assertThat(follower.comment()).startsWith("the journal has no " + ahead + ", it ends with ");
            bus.send(event("journal-after"));

            assertThat(follower.next().get("node").asText()).isEqualTo("journal-after");
            assertThat(Long.parseLong(follower.lastId())).isLessThan(ahead);
        }
    }

    @Test
    void aStreamEndsWithTheTokenItWasAskedForWith() {
        String path = "/events?follow=true&after=0&correlation=" + correlation;
        bus.send(event("journal-token"));
        await().untilAsserted(() -> get("/events?correlation=" + correlation).body("items.size()", is(1)));
        // A token may have ended before anybody looked at it, if the machine stood still; then another is asked for.
        await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            try (Follower follower = Follower.open(path, null, TestTokens.token("viewer", Duration.ofSeconds(4)))) {
                assertThat(follower.next().get("node").asText()).isEqualTo("journal-token");
                assertThat(follower.isEnded()).isTrue();
            }
        });
    }

    @Test
    void wrongInputIsNamed() {
        get("/events?type=node-losst")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is("type"))
                .body("detail", containsString("did you mean 'node-lost'?"));
        get("/events?from=yesterday").statusCode(400).body("errors[0].field", is("from"));
        for (String beyond : List.of("from=-5000-01-01T00:00:00Z", "to=%2B300000-01-01T00:00:00Z")) {
            ServiceUnderTest.as("viewer")
                    .urlEncodingEnabled(false)
                    .get("/events?" + beyond)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", is(beyond.substring(0, beyond.indexOf('='))))
                    .body("detail", containsString("from 1970 to 9999"));
        }
        get("/events?after=x").statusCode(400).body("errors[0].field", is("after"));
        get("/events?limit=0").statusCode(400).body("errors[0].field", is("limit"));
        get("/events?limit=1001").statusCode(400).body("errors[0].field", is("limit"));
        get("/events?order=random").statusCode(400).body("errors[0].field", is("order"));
        get("/events?follow=true&after=x").statusCode(400).contentType("application/problem+json");
        get("/nodes?status=gone").statusCode(400).body("errors[0].field", is("status"));
        get("/nodes?limit=many").statusCode(400).body("errors[0].field", is("limit"));
        get("/nodes/nobody").statusCode(404).contentType("application/problem+json");
        get("/nodes/nobody/facts/system").statusCode(404);
        get("/nodes/off/facts/weather").statusCode(404).body("detail", containsString("snapshots"));
    }

    private WireRecord event(String node) {
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(),
                Source.of(Service.SECURITY),
                EventType.NODE_ENROLLED.id(),
                Instant.now(),
                node,
                node,
                Trace.of(correlation),
                null);
        return Codec.encode(
                Topic.SECURITY_EVENTS.topicName(),
                correlation,
                new NodeEnrolled(node, "k"),
                envelope,
                bus.signer(Service.SECURITY));
    }

    /** The first one also waits for what the assertions are compiled with, which an interruption would break for all that come after. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }
}
