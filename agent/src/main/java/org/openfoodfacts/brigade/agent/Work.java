package org.openfoodfacts.brigade.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.bus.BusConnection;
import org.openfoodfacts.brigade.agent.bus.Inbound;
import org.openfoodfacts.brigade.agent.bus.KafkaSettings;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.commands.CommandRunner;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.NodeKeys;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.observe.FactCycle;
import org.openfoodfacts.brigade.agent.observe.FactPublisher;
import org.openfoodfacts.brigade.agent.observe.Loop;
import org.openfoodfacts.brigade.agent.observe.PublishedKeys;
import org.openfoodfacts.brigade.agent.orders.OrderGate;
import org.openfoodfacts.brigade.agent.orders.OrderKeeper;
import org.openfoodfacts.brigade.agent.orders.OrderStore;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;

/** The parts of a running agent, put together: three loops (presence, orders, facts), the command runner, and the way to Kafka. */
final class Work {
    private static final Logger LOG = Logger.getLogger(Work.class.getName());
    /** Facts are seen once after a burst of commands, and not while the next one waits. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration STOP_COMMANDS = Duration.ofSeconds(12);
    private static final Duration SEND_THE_REST = Duration.ofSeconds(3);

    private final AgentConfig config;
    private final Access access;
    private final Outgoing outgoing = new Outgoing();
    private final PolicyFile policy;
    private final FactPublisher publisher;
    private final OrderKeeper orders;
    private final CommandRunner commands;
    private final Loop presence;
    private final Loop following;
    private final Loop observing;
    private BusConnection bus;

    /** What the agent holds while it works. */
    record Held(Access access, NodeKeys keys, StateFolder state, Journal journal) {}

    Work(AgentConfig config, Machine machine, Tools tools, Held held, InstantSource clock) {
        this.config = config;
        this.access = held.access();
        this.policy = new PolicyFile(config.policy(), config.observeOnly());
        Messages messages = new Messages(config.node(), held.keys().signer(), outgoing, clock);
        this.publisher =
                new FactPublisher(messages, PublishedKeys.open(held.state().published()), clock);
        this.orders = new OrderKeeper(
                new OrderGate(config.node(), access.serviceKeys()),
                OrderStore.open(held.state().orders()),
                tools.followers(),
                policy,
                messages,
                publisher,
                clock);
        publisher.keepOnly(sources(tools));
        this.commands = new CommandRunner(
                new CommandRunner.Setting(
                        config.node(), access.serviceKeys(), held.keys().sealingKey(), policy),
                machine,
                tools.handlers(),
                held.journal(),
                messages,
                this::wake,
                clock);
        Instant startedAt = clock.instant();
        Duration quarter = config.interval().dividedBy(4);
        FactCycle cycle = new FactCycle(machine, tools.probes(), orders::watch, publisher);
        FactCycle.Beat factsBeat = new FactCycle.Beat(config.interval(), clock);
        FactCycle.Beat ordersBeat = new FactCycle.Beat(config.interval(), clock);
        this.presence = new Loop("presence", config.interval(), Duration.ZERO, () -> publishPresence(startedAt));
        this.following = new Loop("orders", quarter, Duration.ZERO, () -> orders.follow(machine, ordersBeat.isDue()));
        this.observing = new Loop("facts", quarter, SETTLE, () -> cycle.observe(factsBeat.isDue()));
    }

    private void publishPresence(Instant startedAt) {
        boolean observeOnly = policy.current().observeOnly();
        PresenceFact fact = new PresenceFact(Agent.version(), startedAt, config.interval(), observeOnly);
        publisher.publish("agent", List.of(fact), true);
    }

    private static Set<String> sources(Tools tools) {
        return Stream.concat(
                        Stream.of("agent"),
                        Stream.concat(
                                tools.probes().stream().map(FactCycle::source),
                                tools.followers().stream().map(OrderKeeper::source)))
                .collect(Collectors.toSet());
    }

    void start() {
        commands.recover();
        presence.start();
        following.start();
        observing.start();
        Inbound inbound = new Inbound(
                record -> {
                    if (orders.take(record)) {
                        wake();
                    }
                },
                commands::take);
        bus = BusConnection.open(KafkaSettings.of(config.node(), access.kafka(), config.kafka()), outgoing, inbound);
    }

    private void wake() {
        following.wake();
        observing.wake();
    }

    void stop() throws InterruptedException {
        bus.stopReceiving();
        commands.stop(STOP_COMMANDS);
        observing.close();
        following.close();
        presence.close();
        if (!outgoing.awaitEmpty(SEND_THE_REST)) {
            LOG.info("Kafka does not have everything yet; reports are sent after the next start");
        }
        bus.close();
    }
}
