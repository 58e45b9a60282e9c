package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PolicyFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PolicyRecovered;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.outbox.Generation;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy;
import org.openfoodfacts.brigade.zfssync.domain.NodePolicies;
import org.openfoodfacts.brigade.zfssync.domain.PolicyMap;
import org.openfoodfacts.brigade.zfssync.domain.PolicyTroubles;
import org.openfoodfacts.brigade.zfssync.domain.PolicyTroubles.Ordered;
import org.openfoodfacts.brigade.zfssync.persistence.FactStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore.StoredOrder;

/**
 * Has the nodes follow the policies of their managed datasets: a new order when what it says changes, and an event when a dataset is not kept
 * by its policy and when it is again. Decided anew from what is stored at each sweep, by one instance at a time.
 */
@ApplicationScoped
public class PolicyService {
    private final Outbox outbox;
    private final PolicyStore store;
    private final PairStore pairs;
    private final PairStateStore pairStates;
    private final FactStore facts;
    private final ZfsMeters meters;
    private final ZfsSyncConfig config;
    private final Clock clock;

    PolicyService(
            Outbox outbox,
            PolicyStore store,
            PairStore pairs,
            PairStateStore pairStates,
            FactStore facts,
            ZfsMeters meters,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.store = store;
        this.pairs = pairs;
        this.pairStates = pairStates;
        this.facts = facts;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Everything known of one node's policies at one moment; {@code pools} are those that are shown, {@code away} is what was ordered of others,
     * {@code order} and {@code run} are null when there is none yet.
     */
    public record NodeState(
            NodePolicies declared,
            List<DatasetPolicy> policies,
            Set<String> pools,
            List<DatasetPolicy> away,
            StoredOrder order,
            PoliciesFact run) {
        public NodeState {
            policies = List.copyOf(policies);
            pools = Set.copyOf(pools);
            away = List.copyOf(away);
        }

        private boolean isAway(String dataset) {
            return declared.isManaged(dataset) && !pools.contains(DatasetName.pool(dataset));
        }
    }

    @Scheduled(every = "${brigade.zfs-sync.policy-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return outbox.inTransaction(session -> store.lock(session)
                .chain(() -> states(session))
                .chain(states -> store.troubles(session).chain(troubles -> decide(session, states, troubles))));
    }

    /** Of all nodes that declare policies, and those that are to be told that they no longer do; in eight queries whatever their number. */
    public Uni<List<NodeState>> states(Session session) {
        return store.declared(session)
                .chain(declared -> store.orders(session)
                        .chain(orders -> declared.isEmpty() && orders.isEmpty()
                                ? Uni.createFrom().item(List.of())
                                : states(session, declared, orders)));
    }

    private Uni<List<NodeState>> states(Session session, List<NodePolicies> declared, Map<String, StoredOrder> orders) {
        return map(session, orders)
                .chain(map -> store.datasets(session)
                        .chain(datasets -> store.runs(session)
                                .map(runs -> Stream.concat(declared.stream(), map.noLongerDeclared(declared).stream())
                                        .map(node -> state(
                                                node,
                                                map,
                                                datasets.getOrDefault(node.node(), List.of()),
                                                orders.get(node.node()),
                                                runs.get(node.node())))
                                        .toList())));
    }

    private static NodeState state(
            NodePolicies declared, PolicyMap map, List<String> datasets, StoredOrder order, PoliciesFact run) {
        Set<String> pools = datasets.stream().map(DatasetName::pool).collect(toSet());
        return new NodeState(declared, map.of(declared, datasets), pools, map.away(declared, pools), order, run);
    }

    /** What policies come to with the pairs and the facts of now. */
    Uni<PolicyMap> map(Session session) {
        return store.orders(session).chain(orders -> map(session, orders));
    }

    private Uni<PolicyMap> map(Session session, Map<String, StoredOrder> orders) {
        Map<String, FollowPolicies> last = orders.values().stream()
                .collect(toMap(StoredOrder::node, order -> JsonText.read(order.content(), FollowPolicies.class)));
        return pairs.pairs(session)
                .chain(all -> facts.seenNodes(session)
                        .chain(seen -> facts.clones(session)
                                .chain(clones -> pairStates
                                        .onceCommon(session)
                                        .map(once -> new PolicyMap(all, seen, clones, last, once)))));
    }

    private Uni<Void> decide(Session session, List<NodeState> states, Map<String, Map<String, String>> troubles) {
        Instant now = clock.instant();
        Map<String, Map<String, String>> ended = new TreeMap<>(troubles);
        states.forEach(state -> ended.remove(state.declared().node()));
        List<ZfsEvent> events = new ArrayList<>();
        ended.forEach((node, before) -> events.addAll(PolicyTroubles.changes(node, before, Map.of(), now)));
        Map<String, Integer> counts = new TreeMap<>();
        for (NodeState state : states) {
            String node = state.declared().node();
            Map<String, String> before = troubles.getOrDefault(node, Map.of());
            Map<String, String> after = troubles(state, before, now);
            events.addAll(PolicyTroubles.changes(node, before, after, now));
            counts.put(node, after.size());
        }
        meters.troubles(counts);
        return Sequence.each(states, state -> order(session, state, now))
                .chain(() -> Sequence.each(events, event -> tell(session, event)));
    }

    private static Map<String, String> troubles(NodeState state, Map<String, String> before, Instant now) {
        Ordered ordered = state.order() == null
                ? null
                : new Ordered(state.order().generation(), state.order().since());
        return PolicyTroubles.withThoseAway(
                PolicyTroubles.of(state.policies(), state.run(), ordered, now),
                before,
                before.keySet().stream().filter(state::isAway).toList());
    }

    /** Nothing is ordered before there is something to manage. */
    private Uni<Void> order(Session session, NodeState state, Instant now) {
        FollowPolicies wanted = PolicyMap.order(config.policyZone(), state.policies(), state.away());
        String content = JsonText.write(wanted);
        StoredOrder last = state.order();
        boolean nothingYet = last == null && wanted.datasets().isEmpty();
        if (nothingYet || (last != null && last.content().equals(content))) {
            return Uni.createFrom().voidItem();
        }
        long generation = Generation.after(last == null ? 0 : last.generation(), now);
        String node = state.declared().node();
        FollowPolicies order = new FollowPolicies(generation, wanted.zone(), wanted.datasets());
        return store.ordered(session, new StoredOrder(node, generation, content, now))
                .chain(() -> outbox.order(session, node, order, Trace.NONE));
    }

    private Uni<Void> tell(Session session, ZfsEvent event) {
        Uni<Void> noted = switch (event) {
            case PolicyFailed e -> store.trouble(session, e.node(), e.dataset(), e.problem(), e.at());
            case PolicyRecovered e -> store.recovered(session, e.node(), e.dataset());
            default -> throw new IllegalStateException("not about a policy: " + event);
        };
        String node = event instanceof PolicyFailed failed ? failed.node() : ((PolicyRecovered) event).node();
        return noted.chain(() -> outbox.event(session, event, node, Subjects.of(event), Trace.NONE));
    }
}
