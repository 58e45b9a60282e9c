package org.openfoodfacts.brigade.agent.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.bus.SentRecords;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.observe.FactPublisher;
import org.openfoodfacts.brigade.agent.observe.PublishedKeys;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.agent.testing.WhenLogged;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

class OrderKeeperTest {
    private final FleetKeys fleet = new FleetKeys();
    private final Outgoing outgoing = new Outgoing();
    private final SentRecords sent = new SentRecords(outgoing);
    private final Machine machine = new Machine(new ProcessExec(), Path.of("/"));
    private final Bans bans = new Bans();

    @TempDir
    Path folder;

    @BeforeEach
    void allowBans() throws IOException {
        Files.writeString(folder.resolve("policy"), "allow = enforce-bans\n");
    }

    @Test
    void anOrderIsFollowedOnEveryCycleAndReportedOnce() {
        OrderKeeper keeper = keeper();
        assertThat(keeper.take(order(1))).isTrue();

        keeper.follow(machine, false);
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(1L, 1L);
        assertThat(sent.all(OrderReport.class)).singleElement().satisfies(r -> {
            assertThat(r.order()).isEqualTo("enforce-bans");
            assertThat(r.generation()).isEqualTo(1);
            assertThat(r.outcome()).isEqualTo(OrderReport.Outcome.APPLIED);
        });
        assertThat(sent.all(BansFact.class)).extracting(BansFact::generation).containsExactly(1L);
    }

    @Test
    void anOrderThatCannotBeStoredYetIsStoredAndFollowedWhenItCan() throws IOException {
        OrderKeeper keeper = keeper();
        Path orders = folder.resolve("orders");
        Files.move(orders, folder.resolve("away"));
        Files.writeString(orders, "in the way");
        assertThat(keeper.take(order(1))).isFalse();
        keeper.follow(machine, false);
        assertThat(bans.followed).isEmpty();

        Files.delete(orders);
        Files.move(folder.resolve("away"), orders);
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(1L);
        assertThat(sent.all(OrderReport.class).getLast().outcome()).isEqualTo(OrderReport.Outcome.APPLIED);
    }

    @Test
    void whileANewOrderCannotBeStoredTheOneBeforeIsFollowedAndNothingIsReportedAgainAndAgain() throws IOException {
        OrderKeeper keeper = keeper();
        keeper.take(order(1));
        keeper.follow(machine, false);
        Path orders = folder.resolve("orders");
        Files.move(orders, folder.resolve("away"));
        Files.writeString(orders, "in the way");

        keeper.take(order(2));
        List<OrderReport> told = sent.all(OrderReport.class);
        assertThat(told.getLast().outcome()).isEqualTo(OrderReport.Outcome.FAILED);
        sent.take();
        keeper.follow(machine, false);
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(1L, 1L, 1L);
        assertThat(sent.all(OrderReport.class)).isEqualTo(told);
    }

    @Test
    void aNewerOrderThatComesWhileAnOlderOneCannotBeStoredAgainIsTheOneThatIsStoredLater() throws IOException {
        OrderKeeper keeper = keeper();
        Path orders = folder.resolve("orders");
        Files.move(orders, folder.resolve("away"));
        Files.writeString(orders, "in the way");
        keeper.take(order(1));

        try (WhenLogged _ = new WhenLogged(OrderKeeper.class, () -> keeper.take(order(2)))) {
            keeper.follow(machine, false);
        }
        Files.delete(orders);
        Files.move(folder.resolve("away"), orders);
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(2L);
    }

    @Test
    void anotherOutcomeAndAnotherGenerationAreReported() {
        OrderKeeper keeper = keeper();
        keeper.take(order(1));
        keeper.follow(machine, false);
        bans.outcome = OrderReport.Outcome.FAILED;
        keeper.follow(machine, false);
        sent.take();
        keeper.take(order(2));
        keeper.follow(machine, false);

        assertThat(sent.all(OrderReport.class).stream().map(r -> r.generation() + " " + r.outcome()))
                .contains("1 FAILED", "2 FAILED");
    }

    @Test
    void anOrderIsFollowedAfterARestartWithoutKafka() {
        keeper().take(order(7));

        OrderKeeper next = keeper();
        next.follow(machine, false);

        assertThat(bans.followed).containsExactly(7L);
    }

    @Test
    void anOlderGenerationIsIgnored() {
        OrderKeeper keeper = keeper();
        keeper.take(order(5));

        assertThat(keeper.take(order(4))).isFalse();
        assertThat(keeper.take(order(5))).isFalse();
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(5L);
    }

    @Test
    void aForgedOrMisplacedOrderIsNotFollowed() {
        OrderKeeper keeper = keeper();
        WireRecord good = order(1);
        Map<String, String> headers = new HashMap<>(good.headers());
        headers.put("ce_signature", "AAAA");

        assertThat(keeper.take(new WireRecord(good.topic(), good.key(), headers, good.value())))
                .isFalse();
        assertThat(keeper.take(fleet.order(Service.DEPLOYER, "south", new EnforceBans(1, List.of()))))
                .isFalse();
        assertThat(keeper.take(fleet.order(Service.PROXY_CONFIG, "north", new EnforceBans(1, List.of()))))
                .isFalse();
        assertThat(keeper.take(new WireRecord(good.topic(), "other-key", good.headers(), good.value())))
                .isFalse();
        assertThat(keeper.take(new WireRecord(good.topic(), good.key(), good.headers(), null)))
                .isFalse();
        keeper.follow(machine, false);

        assertThat(bans.followed).isEmpty();
        assertThat(sent.all(OrderReport.class)).allMatch(r -> r.outcome() == OrderReport.Outcome.REFUSED);
    }

    @Test
    void theOwnersPolicyHasTheLastWordAndMayChangeItsMind() throws IOException {
        Files.writeString(folder.resolve("policy"), "observe-only = true\n");
        OrderKeeper keeper = keeper();
        keeper.take(order(1));
        keeper.follow(machine, false);
        assertThat(bans.followed).isEmpty();
        assertThat(sent.all(OrderReport.class)).singleElement().satisfies(r -> {
            assertThat(r.outcome()).isEqualTo(OrderReport.Outcome.REFUSED);
            assertThat(r.detail()).contains("observed only");
        });

        Files.writeString(folder.resolve("policy"), "allow = enforce-bans\n");
        keeper.follow(machine, false);

        assertThat(bans.followed).containsExactly(1L);
    }

    @Test
    void whatToWatchComesFromTheOrderAndSurvivesARestart() {
        ObserveNode watch = new ObserveNode(3, List.of("/srv/off"), List.of("nginx.service"), List.of("/etc/certs"));
        keeper().take(fleet.order(Service.INVENTORY, "south", watch));

        assertThat(keeper().watch())
                .isEqualTo(new Watch(List.of("/srv/off"), List.of("nginx.service"), List.of("/etc/certs")));
    }

    @Test
    void aFollowerThatBreaksIsReportedAndAsksAgainNextTime() {
        OrderKeeper keeper = keeper();
        bans.broken = new IllegalStateException("broken");
        keeper.take(order(1));
        keeper.follow(machine, false);
        assertThat(sent.all(OrderReport.class))
                .singleElement()
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(OrderReport.Outcome.FAILED));

        bans.broken = new StackOverflowError("a jail in a jail");
        keeper.follow(machine, false);
        assertThat(sent.all(OrderReport.class).getLast().detail()).contains("a jail in a jail");

        bans.broken = null;
        keeper.follow(machine, false);

        assertThat(sent.all(OrderReport.class).getLast().outcome()).isEqualTo(OrderReport.Outcome.APPLIED);
    }

    @Test
    void aDamagedFileCountsAsNoOrder() throws IOException {
        keeper().take(order(1));
        Files.writeString(folder.resolve("orders/enforce-bans.json"), "{\"type\":");

        OrderKeeper keeper = keeper();

        assertThat(keeper.take(order(1))).isTrue();
    }

    private WireRecord order(long generation) {
        return fleet.order(Service.PROXY_CONFIG, "south", new EnforceBans(generation, List.of()));
    }

    private OrderKeeper keeper() {
        KeyPair pair = Signer.newKeyPair();
        Messages messages = new Messages(
                "south", new Signer("south", pair.getPrivate(), pair.getPublic()), outgoing, InstantSource.system());
        return new OrderKeeper(
                new OrderGate("south", fleet.publicKeys()),
                OrderStore.open(folder.resolve("orders")),
                List.of(bans),
                new PolicyFile(folder.resolve("policy"), false),
                messages,
                new FactPublisher(messages, PublishedKeys.open(folder.resolve("published")), InstantSource.system()),
                InstantSource.system());
    }

    private static final class Bans implements OrderFollower<EnforceBans> {
        private final List<Long> followed = new ArrayList<>();
        private OrderReport.Outcome outcome = OrderReport.Outcome.APPLIED;
        private Throwable broken;

        @Override
        public Class<EnforceBans> type() {
            return EnforceBans.class;
        }

        @Override
        public Followed follow(EnforceBans order, Machine machine, Instant now) {
            switch (broken) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> followed.add(order.generation());
            }
            return new Followed(outcome, null, List.of(new BansFact(order.generation(), List.of(), List.of(), null)));
        }
    }
}
