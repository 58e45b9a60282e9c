package org.openfoodfacts.brigade.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeFirstSeen;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.app.Notes;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Interruption;
import org.openfoodfacts.brigade.platform.testing.TestBus;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class OutboxIT {
    private static final String EVENTS = Topic.INVENTORY_EVENTS.topicName();

    @Inject
    Outbox outbox;

    @Inject
    Notes notes;

    @Inject
    Tables tables;

    @Inject
    MeterRegistry metrics;

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aMessageIsSentWithTheChangeItTellsOfOrNotAtAll() throws Throwable {
        assertThatThrownBy(() -> inTransaction(
                        session -> changeAndTell(session, "undone").invoke(() -> {
                            throw new IllegalStateException("the work fails after all");
                        })))
                .hasMessageContaining("fails after all");
        inTransaction(session -> changeAndTell(session, "done"));

        awaitEvent("done");
        assertThat(tables.times("done")).isEqualTo(1);
        assertThat(tables.times("undone")).isZero();
        assertThat(seen("undone")).isZero();
    }

    @Test
    void whatAKilledServiceLeftBetweenCommitAndSendIsSent() {
        WireRecord left = Codec.encode(
                EVENTS,
                "left-behind",
                new NodeFirstSeen("left-behind", Instant.EPOCH),
                outbox.envelope("1", new NodeFirstSeen("x", Instant.EPOCH), null, null, Trace.NONE, null),
                bus.signer(Service.INVENTORY));
        tables.change(
                "insert into outbox (topic, record_key, headers, body, created_at) values (?, ?, ?, ?, now())",
                left.topic(),
                left.key(),
                JsonText.write(left.headers()),
                left.value());

        awaitEvent("left-behind");
        awaitEmptyOutbox();
    }

    /** It was tried with a clock that ran ahead and has been put right since. */
    @Test
    void whatWaitsForATimeThatNoTryWaitsForIsSentNow() throws Throwable {
        inTransaction(session -> outbox.event(
                        session, new NodeFirstSeen("clock-ahead", Instant.EPOCH), null, "clock-ahead", Trace.NONE)
                .chain(() -> session.createNativeQuery(
                                "update outbox set attempts = 1, retry_at = now() + interval '2 hours'"
                                        + " where record_key = 'clock-ahead'")
                        .executeUpdate()
                        .replaceWithVoid()));

        await().atMost(Duration.ofMinutes(2)).until(() -> seen("clock-ahead") == 1);
        awaitEmptyOutbox();
    }

    /** What that does is shown in SilentDatabaseIT. */
    @Test
    void theServicesConnectionsAreBounded() throws Throwable {
        List<String> told = new ArrayList<>();
        inTransaction(session -> session.createNativeQuery("show idle_in_transaction_session_timeout", String.class)
                .getSingleResult()
                .invoke(told::add)
                .replaceWithVoid());
        assertThat(told).containsExactly("1min");
    }

    @Test
    void aTopicThatDoesNotExistHoldsUpNobodyAndGetsItsRecordsOnceItExists() throws Throwable {
        String ghost = "ghost-" + UUID.randomUUID().toString().substring(0, 8);
        inTransaction(session -> order(session, ghost, 1).chain(() -> order(session, ghost, 2)));
        Instant before = Instant.now();
        for (int i = 0; i < 5; i++) {
            String name = "beside-ghost-" + i;
            inTransaction(session -> changeAndTell(session, name));
            awaitEvent(name);
        }
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));

        bus.createTopics(Topic.orders(ghost));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(generations(ghost)).containsExactly(1L, 2L));
    }

    @Test
    void aRecordThatIsTooLargeForKafkaIsPutAsideAndTheNextOfItsKeyGoesOn() throws Throwable {
        bus.enrol("fat");
        String large = "x".repeat(2_000_000);
        inTransaction(session -> outbox.order(
                        session, "fat", new ObserveNode(1, List.of(large), List.of(), List.of()), Trace.NONE)
                .chain(() -> order(session, "fat", 2)));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(generations("fat")).containsExactly(2L));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> tables.number(
                                "select count(*) from outbox where topic = ? and put_aside like '%RecordTooLarge%'",
                                Topic.orders("fat"))
                        == 1);
        assertThat(metrics.counter("brigade.outbox.put.aside", "topic", Topic.orders("fat"))
                        .count())
                .isEqualTo(1);
        tables.change("delete from outbox where put_aside is not null");
    }

    @Test
    void whenKafkaReturnsEverythingIsSentInTheOrderItWasWritten() throws Throwable {
        bus.enrol("patient-a");
        bus.enrol("patient-b");
        try (Interruption kafkaIsAway = Interruption.ofKafka()) {
            for (int generation = 1; generation <= 5; generation++) {
                int number = generation;
                inTransaction(session -> order(session, "patient-a", number)
                        .chain(() -> order(session, "patient-b", number))
                        .chain(() -> changeAndTell(session, "while-away-" + number)));
            }
            assertThat(tables.number("select count(*) from outbox")).isGreaterThanOrEqualTo(15);
            assertThat(kafkaIsAway).isNotNull();
        }

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(generations("patient-a").stream().distinct()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(generations("patient-b").stream().distinct()).containsExactly(1L, 2L, 3L, 4L, 5L);
        });
        IntStream.rangeClosed(1, 5).forEach(number -> awaitEvent("while-away-" + number));
        awaitEmptyOutbox();
    }

    @Test
    void aBatchLargerThanOneRoundIsSentWhole() throws Throwable {
        inTransaction(session -> Multi.createFrom()
                .range(0, 1300)
                .onItem()
                .transformToUniAndConcatenate(i -> outbox.event(
                        session,
                        new NodeFirstSeen("crowd", Instant.ofEpochSecond(i)),
                        null,
                        "crowd-" + i % 7,
                        Trace.NONE))
                .collect()
                .asList()
                .replaceWithVoid());

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seen("crowd")).isEqualTo(1300));
        awaitEmptyOutbox();
    }

    private void awaitEmptyOutbox() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> tables.number("select count(*) from outbox where put_aside is null") == 0);
    }

    private void awaitEvent(String node) {
        bus.await(EVENTS, NodeFirstSeen.class, d -> d.message().node().equals(node));
    }

    private long seen(String node) {
        return bus.all(EVENTS).stream()
                .map(r -> Codec.decode(r, NodeFirstSeen.class))
                .filter(d -> d.message().node().equals(node))
                .count();
    }

    private List<Long> generations(String node) {
        return bus.all(Topic.orders(node)).stream()
                .map(r -> Codec.decode(r, ObserveNode.class).message().generation())
                .toList();
    }

    private Uni<Void> order(Mutiny.Session session, String node, int generation) {
        return outbox.order(session, node, new ObserveNode(generation, List.of(), List.of(), List.of()), Trace.NONE);
    }

    private Uni<Void> changeAndTell(Mutiny.Session session, String name) {
        return notes.note(session, name)
                .chain(() -> outbox.event(session, new NodeFirstSeen(name, Instant.EPOCH), null, name, Trace.NONE));
    }

    private void inTransaction(Function<Mutiny.Session, Uni<Void>> work) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> outbox.inTransaction(work));
    }
}
