package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.inventory.ServiceUnderTest.get;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeFirstSeen;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeLost;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeReturned;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SystemFact;
import org.openfoodfacts.brigade.contracts.testing.MovableClock;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.inventory.messaging.FactsLag;
import org.openfoodfacts.brigade.inventory.persistence.PresenceStore;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
@QuarkusTestResource(TestRepository.class)
class FactIT {
    private final TestBus bus = new TestBus();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject
    LostSweep sweep;

    @Inject
    Outbox outbox;

    @Inject
    PresenceStore presences;

    @Inject
    PresenceEvents events;

    @Inject
    FactsLag lag;

    @Inject
    InventoryConfig config;

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void theNewestFactIsKeptAndAnOlderOneIgnored() {
        TestNode node = TestNode.enrol(bus, "fact-order");
        node.present(Duration.ofMinutes(1), now);
        node.send(system("6.8.2"), now);
        node.send(system("6.8.1"), now.minusSeconds(60));
        node.send(snapshots("tank/z"), now);

        await().untilAsserted(() -> get("/nodes/fact-order").body("kindsInParts", equalTo(List.of("snapshots"))));
        get("/nodes/fact-order")
                .body("status", is("online"))
                .body("facts.system.data.kernel", is("6.8.2"))
                .body("facts.presence.data.agentVersion", is("1.0"));
        get("/nodes/fact-order/facts/system").body("items[0].observedAt", is(now.toString()));
    }

    @Test
    void factsInPartsArePagedAndATombstoneRemovesOne() {
        TestNode node = TestNode.enrol(bus, "fact-parts");
        node.present(Duration.ofMinutes(1), now);
        Stream.of("tank/a", "tank/b", "tank/c").forEach(dataset -> node.send(snapshots(dataset), now));
        node.gone(EventType.SNAPSHOTS, "tank/b", now.plusMillis(1));
        node.gone(EventType.SNAPSHOTS, "tank/a", now.minusSeconds(1));
        node.send(system("end"), now);

        await().untilAsserted(() -> get("/nodes/fact-parts").body("facts.system.data.kernel", is("end")));
        await().untilAsserted(() -> get("/nodes/fact-parts/facts/snapshots")
                .statusCode(200)
                .body("items.part", equalTo(List.of("tank/a", "tank/c"))));
        get("/nodes/fact-parts/facts/snapshots?limit=1").body("next", is("tank/a"));
        get("/nodes/fact-parts/facts/snapshots?limit=1&after=tank/a").body("items.part", equalTo(List.of("tank/c")));
    }

    @Test
    void whatIsForgedOrUnderAWrongKeyIsPutAside() {
        TestNode honest = TestNode.enrol(bus, "fact-victim");
        TestNode forger = TestNode.enrol(bus, "fact-forger");
        honest.present(Duration.ofMinutes(1), now);
        honest.send(system("true"), now);
        forger.sendAs("fact-victim", system("forged"), now.plusSeconds(1));
        forger.send("fact-victim/system", system("forged"), now.plusSeconds(1));
        forger.send("fact-forger/storage", system("mislabelled"), now);
        forger.send("fact-forger/system/" + "x".repeat(600), system("too long"), now);
        forger.send("fact-forger/system/\0", system("no text"), now);

        await().untilAsserted(() -> assertThat(deadLetters("fact-forger")).hasSize(5));
        await().untilAsserted(() -> get("/nodes/fact-victim").body("facts.system.data.kernel", is("true")));
    }

    @Test
    void aClockFarAheadDoesNotSilenceANodeForEver() {
        TestNode node = TestNode.enrol(bus, "fact-clock");
        node.present(Duration.ofMinutes(1), now);
        node.send(system("ahead"), now.plus(Duration.ofDays(4000)));
        await().untilAsserted(() -> get("/nodes/fact-clock").body("facts.system.data.kernel", is("ahead")));

        node.send(system("right"), Instant.now());

        await().untilAsserted(() -> get("/nodes/fact-clock").body("facts.system.data.kernel", is("right")));
    }

    @Test
    void aSilentNodeIsLostExactlyOnceAndReturns() {
        TestNode node = TestNode.enrol(bus, "fact-silent");
        node.present(Duration.ofMillis(100), Instant.now());
        bus.await(
                Topic.INVENTORY_EVENTS.topicName(),
                NodeFirstSeen.class,
                d -> d.message().node().equals("fact-silent"));

        await().untilAsserted(() -> get("/nodes/fact-silent").body("status", is("lost")));
        sweepOften();
        get("/nodes?status=lost&after=fact-s").body("items[0].name", is("fact-silent"));
        node.present(Duration.ofHours(1), Instant.now());

        await().untilAsserted(() -> get("/nodes/fact-silent").body("status", is("online")));
        bus.await(
                Topic.INVENTORY_EVENTS.topicName(),
                NodeReturned.class,
                d -> d.message().node().equals("fact-silent"));
        sweepOften();
        assertThat(events("fact-silent"))
                .extracting(InventoryEvent::getClass)
                .containsExactly(NodeFirstSeen.class, NodeLost.class, NodeReturned.class);
    }

    @Test
    void aServiceThatStoodStillTakesNoNodeForLost() throws Exception {
        TestNode node = TestNode.enrol(bus, "fact-paused");
        node.present(Duration.ofMinutes(1), Instant.now());
        await().untilAsserted(() -> get("/nodes/fact-paused").body("status", is("online")));
        MovableClock clock = new MovableClock(Instant.now());
        LostSweep ours = new LostSweep(outbox, presences, events, lag, config, clock);

        await().until(() -> await(lag.isUpToDate()));
        for (Duration pause : List.of(Duration.ofHours(2), Duration.ofHours(-1), Duration.ofHours(1))) {
            clock.advance(pause);
            sweep(ours);
            sweep(ours);
            get("/nodes/fact-paused").body("status", is("online"));
        }
        await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(25));
            sweep(ours);
            get("/nodes/fact-paused").body("status", is("lost"));
        });
    }

    /** As several instances would, at once. */
    private void sweepOften() {
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 8)
                    .mapToObj(i -> instances.submit(this::sweepOnce))
                    .toList()
                    .forEach(result -> assertThat(result).succeedsWithin(Duration.ofMinutes(2)));
        }
    }

    private Void sweepOnce() throws Exception {
        return sweep(sweep);
    }

    private static Void sweep(LostSweep sweep) throws Exception {
        return await(Uni.createFrom().deferred(sweep::sweep));
    }

    private static <T> T await(Uni<T> told) throws Exception {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> told);
        } catch (Throwable e) {
            throw new ExecutionException(e);
        }
    }

    private List<InventoryEvent> events(String node) {
        return bus.all(Topic.INVENTORY_EVENTS.topicName()).stream()
                .filter(record -> node.equals(record.key()))
                .map(record -> Codec.decode(record, InventoryEvent.class).message())
                .toList();
    }

    private List<WireRecord> deadLetters(String forger) {
        return bus.all(Topic.FACTS.deadLetters()).stream()
                .filter(record -> record.headers().get("ce_keyid").startsWith(forger + "#"))
                .toList();
    }

    private static Fact system(String kernel) {
        return new SystemFact("h", "Debian", "12", kernel, "amd64", Instant.EPOCH, 2, 1L << 30);
    }

    private static Fact snapshots(String dataset) {
        return new SnapshotsFact(dataset, List.of(), List.of());
    }

    /** The first one also waits for what the assertions are compiled with, which an interruption would break for all that come after. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }
}
