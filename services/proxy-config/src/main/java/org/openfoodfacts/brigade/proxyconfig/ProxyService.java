package org.openfoodfacts.brigade.proxyconfig;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.proxyconfig.OrderService.Change;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.NeverBan;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.BanStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.ProxyStore;

/**
 * Knows which nodes are proxies: those the fleet declares as such, told what to enforce once they are enrolled. What the fleet protects
 * is banned no longer from the moment it says so.
 */
@ApplicationScoped
public class ProxyService {
    static final String ROLE = "reverse-proxy";

    private final Outbox outbox;
    private final OrderService orders;
    private final BanService banning;
    private final BanStore bans;
    private final ProxyStore proxies;
    private final Clock clock;

    ProxyService(
            Outbox outbox, OrderService orders, BanService banning, BanStore bans, ProxyStore proxies, Clock clock) {
        this.outbox = outbox;
        this.orders = orders;
        this.banning = banning;
        this.bans = bans;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** Takes over proxies and protected networks of a fleet without {@link NeverBan#problem}, whole or not at all. */
    public Uni<Void> take(FleetDeclared fleet, Envelope envelope) {
        NeverBan neverBan = NeverBan.of(fleet);
        return outbox.inTransaction(session -> orders.begin(session, clock.instant(), envelope.causes())
                .chain(change -> bans.replaceNeverBan(session, neverBan)
                        .chain(() -> takeProxies(change, fleet))
                        .chain(() -> liftProtected(change, neverBan, "fleet " + fleet.commit()))
                        .chain(lifted -> orders.tell(change, proxy -> lifted > 0 || proxy.orderedSince() == null))));
    }

    private Uni<Void> takeProxies(Change change, FleetDeclared fleet) {
        List<String> declared = fleet.nodes().stream()
                .filter(node -> node.roles().contains(ROLE))
                .map(DeclaredNode::name)
                .toList();
        return proxies.all(change.session()).chain(known -> {
            List<String> names = known.stream().map(Proxy::node).toList();
            List<String> added =
                    declared.stream().filter(n -> !names.contains(n)).distinct().toList();
            List<Proxy> removed =
                    known.stream().filter(p -> !declared.contains(p.node())).toList();
            List<String> toRelease = removed.stream()
                    .filter(p -> p.orderedSince() != null)
                    .map(Proxy::node)
                    .toList();
            return orders.release(change, toRelease)
                    .chain(() -> proxies.remove(
                            change.session(), removed.stream().map(Proxy::node).toList()))
                    .chain(() -> proxies.add(change.session(), added));
        });
    }

    private Uni<Integer> liftProtected(Change change, NeverBan neverBan, String by) {
        return bans.open(change.session()).chain(open -> {
            List<Ban> hit = open.bans().stream()
                    .filter(ban -> neverBan.objection(ban.network()).isPresent())
                    .toList();
            return Sequence.each(hit, ban -> banning.lift(change, ban, by).replaceWithVoid())
                    .replaceWith(hit.size());
        });
    }

    /** A node was enrolled or revoked. One that is a proxy and has new keys gets the present order, whatever it had before. */
    public Uni<Void> take(NodeIdentity identity, Envelope envelope) {
        return outbox.inTransaction(session -> orders.begin(session, clock.instant(), envelope.causes())
                .chain(change -> proxies.note(session, identity, envelope.time())
                        .chain(isNews -> isNews
                                ? orders.tell(change, proxy -> proxy.node().equals(identity.node()))
                                : Uni.createFrom().voidItem())));
    }
}
