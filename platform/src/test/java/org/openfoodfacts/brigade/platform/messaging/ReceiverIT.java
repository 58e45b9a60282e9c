package org.openfoodfacts.brigade.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.app.Notes;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Interruption;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/** All requests have one key, hence one partition: that a later one takes effect shows that the partition went on. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ReceiverIT {
    private static final String REQUESTS = Topic.DEPLOY_REQUESTS.topicName();

    @Inject
    Tables tables;

    @Inject
    Notes notes;

    @Inject
    MeterRegistry metrics;

    @Inject
    TrustView trust;

    @Inject
    Vertx vertx;

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aMessageThatComesTwiceTakesEffectOnce() {
        String id = UUID.randomUUID().toString();
        bus.send(request(id, body("v-twice")));
        bus.send(request(id, body("v-twice")));
        bus.send(request(body("v-after-twice")));

        awaitEffect("v-after-twice");
        assertThat(tables.times("v-twice")).isEqualTo(1);
    }

    /** Elsewhere its database session would be refused, and the message never be dealt with. */
    @Test
    void whatWaitsForAKeyGoesOnOnTheContextItWasReceivedOn() throws Exception {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        CompletableFuture<Context> answered = new CompletableFuture<>();
        context.runOnContext(_ -> trust.keysFor("nobody#0123456789abcdef")
                .subscribe()
                .with(_ -> answered.complete(Vertx.currentContext()), answered::completeExceptionally));

        assertThat(answered.get(60, TimeUnit.SECONDS)).isSameAs(context);
    }

    @Test
    void aFieldOfTomorrowIsIgnored() {
        bus.send(request("{\"version\": \"v-tomorrow\", \"urgency\": {\"level\": 5}}"));
        awaitEffect("v-tomorrow");
    }

    @Test
    void aMalformedBodyIsPutAsideWithItsReasonAndThePartitionGoesOn() {
        double before = counted(REQUESTS);
        String id = UUID.randomUUID().toString();
        bus.send(request(id, "{\"version\": 7}"));
        bus.send(request(body("v-after-malformed")));

        awaitEffect("v-after-malformed");
        WireRecord dead = deadLetter(REQUESTS, "ce_id", id);
        assertThat(dead.value()).isEqualTo("{\"version\": 7}".getBytes(UTF_8));
        assertThat(dead.headers().get("dead-letter-reason")).contains("deploy.requested.v1", "String");
        assertThat(dead.headers()).containsEntry("dead-letter-topic", REQUESTS);
        assertThat(dead.headers()).containsKeys("dead-letter-partition", "dead-letter-offset", "ce_type");
        assertThat(counted(REQUESTS)).isGreaterThanOrEqualTo(before + 1);
    }

    @Test
    void aRecordWithoutHeadersOrBodyOrKeyIsPutAside() {
        String mark = UUID.randomUUID().toString();
        bus.send(new WireRecord(REQUESTS, "k", Map.of("mark", mark), null));
        assertThat(deadLetter(REQUESTS, "mark", mark).headers().get("dead-letter-reason"))
                .contains("ce_id is missing");
    }

    @Test
    void anUnknownTypeAndATypeOfAnotherTopicArePutAside() {
        String unknown = UUID.randomUUID().toString();
        String misplaced = UUID.randomUUID().toString();
        bus.send(with(request(unknown, "{}"), "ce_type", "org.openfoodfacts.brigade.deploy.requested.v9"));
        bus.send(with(request(misplaced, "{}"), "ce_type", EventType.PRESENCE.id()));

        assertThat(deadLetter(REQUESTS, "ce_id", unknown).headers().get("dead-letter-reason"))
                .contains("is not known here");
        assertThat(deadLetter(REQUESTS, "ce_id", misplaced).headers().get("dead-letter-reason"))
                .contains("does not belong on");
    }

    @Test
    void whatSomebodyElseSignedIsPutAsideAndWhatTheNodeSignedIsTaken() {
        bus.enrol("honest");
        bus.fact("honest", new CapabilitiesFact(null));
        awaitEffect("honest/capabilities");
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(),
                Source.ofNode("honest"),
                EventType.POOLS.id(),
                Instant.now(),
                "honest",
                null,
                Trace.NONE,
                null);
        bus.send(Codec.encode(
                Topic.FACTS.topicName(), "honest/pools", new PoolsFact(null), envelope, bus.signer(Service.DEPLOYER)));

        WireRecord dead = deadLetter(Topic.FACTS.topicName(), "ce_id", envelope.id());
        assertThat(dead.headers().get("dead-letter-reason")).contains("not believed", "may not speak for honest");
        assertThat(tables.times("honest/pools")).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayAMessageWaitsAndIsNotLost() {
        try (Interruption databaseIsAway = Interruption.ofDatabase()) {
            bus.send(request(body("v-patient")));
            await().atMost(Duration.ofMinutes(2)).until(() -> notes.timesHandled("v-patient") > 0);
            assertThat(databaseIsAway).isNotNull();
        }
        awaitEffect("v-patient");
        assertThat(tables.times("v-patient")).isEqualTo(1);
    }

    /** As with a full disk: {@code select 1} answers all the time. */
    @Test
    void whileTheDatabaseTakesNothingAMessageWaitsHoweverOftenItIsTried() {
        double before = counted(REQUESTS);
        try {
            readOnly("set default_transaction_read_only = on", "on");
            assertThat(dropConnections()).isPositive();
            bus.send(request(body("v-unwritten")));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> notes.timesHandled("v-unwritten") > Receiver.MOST_FAILURES);
            assertThat(tables.times("v-unwritten")).isZero();
        } finally {
            readOnly("reset default_transaction_read_only", "off");
        }
        awaitEffect("v-unwritten");
        assertThat(tables.times("v-unwritten")).isEqualTo(1);
        assertThat(counted(REQUESTS)).isEqualTo(before);
    }

    /** {@code alter system} is the one change that a read-only session may make, and running sessions follow it. */
    private void readOnly(String change, String becomes) {
        tables.change("alter system " + change);
        assertThat(tables.number("select pg_reload_conf()::int")).isEqualTo(1);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> tables.number(
                                "select count(*) from pg_settings where name = 'default_transaction_read_only' and setting = ?",
                                becomes)
                        == 1);
    }

    private long dropConnections() {
        return tables.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    }

    @Test
    void whenTheDatabaseDropsItsConnectionsTheMessageIsTriedAgain() {
        assertThat(dropConnections()).isPositive();
        bus.send(request(body("v-dropped")));
        awaitEffect("v-dropped");
        assertThat(tables.times("v-dropped")).isEqualTo(1);
    }

    @Test
    void whatFailsWhenTheDatabaseAnswersIsPutAsideAtLastAndThePartitionGoesOn() {
        String id = UUID.randomUUID().toString();
        bus.send(request(id, body(Notes.NEVER_WORKS)));
        bus.send(request(body("v-after-never")));

        await().atMost(Duration.ofMinutes(2)).until(() -> tables.times("v-after-never") == 1);
        assertThat(deadLetter(REQUESTS, "ce_id", id).headers().get("dead-letter-reason"))
                .contains("this version never works");
        assertThat(tables.times(Notes.NEVER_WORKS)).isZero();
    }

    private void awaitEffect(String note) {
        await().atMost(Duration.ofMinutes(2)).until(() -> tables.times(note) >= 1);
    }

    private double counted(String topic) {
        return metrics.counter("brigade.dead.letters", "topic", topic).count();
    }

    private WireRecord deadLetter(String topic, String header, String value) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> bus.all(topic + ".dlq").stream()
                                .filter(r -> value.equals(r.headers().get(header)))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String body(String version) {
        return "{\"application\": \"app\", \"flavor\": \"f\", \"version\": \"" + version + "\"}";
    }

    private static WireRecord request(String body) {
        return request(UUID.randomUUID().toString(), body);
    }

    private static WireRecord request(String id, String body) {
        return new WireRecord(
                REQUESTS,
                "app",
                Map.of("ce_id", id, "ce_source", "https://ci.example.org", "ce_type", EventType.DEPLOY_REQUESTED.id()),
                body.getBytes(UTF_8));
    }

    private static WireRecord with(WireRecord record, String header, String value) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.put(header, value);
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }
}
