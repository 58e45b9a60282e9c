package org.openfoodfacts.brigade.proxyconfig;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.BanStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.ProxyStore;

/**
 * Tells proxies which bans to enforce: the whole set, in the transaction of the change that asks for it. Only nodes that are or were enrolled
 * are told; the topic of another does not exist yet.
 */
@ApplicationScoped
public class OrderService {
    private final Outbox outbox;
    private final BanStore bans;
    private final ProxyStore proxies;

    OrderService(Outbox outbox, BanStore bans, ProxyStore proxies) {
        this.outbox = outbox;
        this.bans = bans;
        this.proxies = proxies;
    }

    /** One change of the bans: nobody else makes one until the session's transaction ends. */
    record Change(Session session, long generation, Instant now, Trace trace) {}

    Uni<Change> begin(Session session, Instant now, Trace trace) {
        return bans.lock(session, now).map(generation -> new Change(session, generation, now, trace));
    }

    Uni<Void> tellAll(Change change) {
        return tell(change, proxy -> true);
    }

    /** The present bans to the enrolled proxies the condition holds for. */
    Uni<Void> tell(Change change, Predicate<Proxy> which) {
        return proxies.all(change.session())
                .map(all -> all.stream()
                        .filter(Proxy::enrolled)
                        .filter(which)
                        .map(Proxy::node)
                        .toList())
                .chain(nodes -> nodes.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : bans.open(change.session())
                                .map(set -> set.order(change.generation(), change.now()))
                                .chain(order -> send(change, nodes, order)));
    }

    /** Nothing is banned any more on these nodes, which have had an order and are proxies no longer; one that was revoked meanwhile hears of it when it is enrolled again. */
    Uni<Void> release(Change change, List<String> nodes) {
        EnforceBans nothing = new EnforceBans(change.generation(), List.of());
        return Sequence.each(nodes, node -> outbox.order(change.session(), node, nothing, change.trace()));
    }

    private Uni<Void> send(Change change, List<String> nodes, EnforceBans order) {
        return Sequence.each(nodes, node -> outbox.order(change.session(), node, order, change.trace()))
                .chain(() -> proxies.ordered(change.session(), nodes, change.generation(), change.now()));
    }
}
