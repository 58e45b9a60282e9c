package org.openfoodfacts.brigade.agent.orders;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.exec.Redaction;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.observe.FactPublisher;
import org.openfoodfacts.brigade.agent.orders.OrderStore.StoredOrder;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Takes in orders and makes the machine match them, on every cycle and with or without Kafka. Reports an outcome when it is another than
 * the last one, or of another generation. {@code ObserveNode} it follows itself: that order is what the probes watch.
 */
public final class OrderKeeper {
    private static final Logger LOG = Logger.getLogger(OrderKeeper.class.getName());

    private static final String SOURCE = "order ";

    /** The outcome of one generation, as it was last reported. */
    private record Known(long generation, OrderReport.Outcome outcome, String detail) {}

    private final OrderGate gate;
    private final OrderStore store;
    private final Map<Class<? extends Order>, OrderFollower<?>> followers;
    private final PolicyFile policy;
    private final Messages messages;
    private final FactPublisher facts;
    private final InstantSource clock;
    private final Map<String, Known> reported = new HashMap<>();
    private final Map<String, StoredOrder> unstored = new ConcurrentHashMap<>();

    public OrderKeeper(
            OrderGate gate,
            OrderStore store,
            List<OrderFollower<?>> followers,
            PolicyFile policy,
            Messages messages,
            FactPublisher facts,
            InstantSource clock) {
        this.gate = gate;
        this.store = store;
        this.followers =
                followers.stream().collect(Collectors.toUnmodifiableMap(OrderFollower::type, Function.identity()));
        this.policy = policy;
        this.messages = messages;
        this.facts = facts;
        this.clock = clock;
    }

    /** Under which name the publisher knows the facts of a follower. */
    public static String source(OrderFollower<?> follower) {
        return SOURCE + follower.type().getSimpleName();
    }

    /** True when the record is a newer order, which is stored now and followed on the next cycle. */
    public boolean take(WireRecord record) {
        return switch (gate.judge(record)) {
            case OrderGate.Verdict.Believed believed -> store(believed.order());
            case OrderGate.Verdict.Refused refused -> {
                LOG.warning("refused an order on " + record.topic() + ": " + refused.why());
                if (refused.order() != null) {
                    report(refused.order(), OrderReport.Outcome.REFUSED, refused.why());
                }
                yield false;
            }
        };
    }

    private boolean store(StoredOrder order) {
        try {
            boolean newer = store.offer(order);
            unstored.remove(order.kind(), order);
            if (newer) {
                LOG.info("new order " + order.kind() + ", generation "
                        + order.order().generation() + correlation(order));
            }
            return newer;
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "order " + order.kind() + " cannot be stored yet and is not followed", e);
            // While an older one was tried again, a newer one may have come.
            if (unstored.merge(order.kind(), order, OrderKeeper::newer).equals(order)) {
                report(order, OrderReport.Outcome.FAILED, "the agent cannot store it: " + e.getMessage());
            }
            return false;
        }
    }

    private static StoredOrder newer(StoredOrder one, StoredOrder other) {
        return one.order().generation() > other.order().generation() ? one : other;
    }

    /** What a full disk kept out; an order is read from Kafka once, so it must not be forgotten. */
    private void storeAgain() {
        for (StoredOrder order : List.copyOf(unstored.values())) {
            var _ = store(order);
        }
    }

    /** What the newest order says to watch. */
    public Watch watch() {
        return store.all().stream()
                .map(StoredOrder::order)
                .filter(ObserveNode.class::isInstance)
                .map(ObserveNode.class::cast)
                .map(o -> new Watch(o.checkouts(), o.units(), o.certificates()))
                .findFirst()
                .orElse(Watch.NOTHING);
    }

    /**
     * Follows every order once.
     *
     * @param everything true publishes the facts that did not change too
     */
    public void follow(Machine machine, boolean everything) {
        storeAgain();
        for (StoredOrder order : store.all()) {
            Optional<String> objection = policy.current().objection(order.order());
            if (objection.isPresent()) {
                report(order, OrderReport.Outcome.REFUSED, objection.get());
                continue;
            }
            Followed followed = follow(order, machine);
            boolean isNewest = !unstored.containsKey(order.kind());
            if (isNewest) {
                report(order, followed.outcome(), followed.detail());
            }
            if (!followed.facts().isEmpty()) {
                facts.publish(SOURCE + order.order().getClass().getSimpleName(), followed.facts(), everything);
            }
        }
    }

    private Followed follow(StoredOrder order, Machine machine) {
        if (order.order() instanceof ObserveNode) {
            return new Followed(OrderReport.Outcome.APPLIED, null, List.of());
        }
        OrderFollower<?> follower = followers.get(order.order().getClass());
        if (follower == null) {
            return new Followed(OrderReport.Outcome.REFUSED, "this agent cannot follow " + order.kind(), List.of());
        }
        try {
            return follow(follower, order.order(), machine);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "order " + order.kind() + " broke" + correlation(order), e);
            return new Followed(OrderReport.Outcome.FAILED, "the agent's own fault: " + e, List.of());
        }
    }

    private <O extends Order> Followed follow(OrderFollower<O> follower, Order order, Machine machine) {
        return follower.follow(follower.type().cast(order), machine, clock.instant());
    }

    private synchronized void report(StoredOrder order, OrderReport.Outcome outcome, String detail) {
        long generation = order.order().generation();
        Known now = new Known(generation, outcome, Redaction.brief(detail));
        if (now.equals(reported.put(order.kind(), now))) {
            return;
        }
        LOG.info("order " + order.kind() + ", generation " + generation + ": " + outcome
                + (now.detail() == null ? "" : ", " + now.detail()) + correlation(order));
        messages.order(
                new OrderReport(order.kind(), generation, outcome, clock.instant(), now.detail()),
                order.source(),
                order.trace());
    }

    private static String correlation(StoredOrder order) {
        Trace trace = order.trace();
        return trace.correlationId() == null ? "" : " [correlation " + trace.correlationId() + "]";
    }
}
