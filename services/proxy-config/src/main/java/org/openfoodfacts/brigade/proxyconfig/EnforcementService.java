package org.openfoodfacts.brigade.proxyconfig;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.json.StorableText;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.BansFactCheck.Enforced;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.BanStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.EnforcementStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.ProxyStore;

/** Keeps what proxies say they enforce, and tells each ban's first enforcement on each proxy once. */
@ApplicationScoped
public class EnforcementService implements ReportListener {
    private final Outbox outbox;
    private final BanStore bans;
    private final ProxyStore proxies;
    private final EnforcementStore enforcement;

    EnforcementService(Outbox outbox, BanStore bans, ProxyStore proxies, EnforcementStore enforcement) {
        this.outbox = outbox;
        this.bans = bans;
        this.proxies = proxies;
        this.enforcement = enforcement;
    }

    @Override
    public Uni<Void> orderReported(Session session, Envelope envelope, OrderReport report) {
        if (!EventType.ENFORCE_BANS.kind().equals(report.order())) {
            return Uni.createFrom().voidItem();
        }
        return proxies.lock(session, envelope.node())
                .onItem()
                .ifNotNull()
                .transformToUni(proxy -> switch (report.outcome()) {
                    case APPLIED -> applied(session, envelope, report);
                    case FAILED, REFUSED -> failed(session, envelope, proxy, report.generation(), why(report));
                });
    }

    private static String why(OrderReport report) {
        return report.detail() == null ? report.outcome().name() : report.outcome() + ": " + report.detail();
    }

    private Uni<Void> applied(Session session, Envelope envelope, OrderReport report) {
        Instant at = report.at() == null ? envelope.time() : report.at();
        return proxies.applied(session, envelope.node(), report.generation())
                .chain(() -> enforcement.applied(session, envelope.node(), report.generation(), at))
                .chain(news -> tellEnforced(session, envelope, news, at));
    }

    /** Old news and news told already change nothing. */
    private Uni<Void> failed(Session session, Envelope envelope, Proxy proxy, long generation, String why) {
        boolean old = generation < proxy.appliedGeneration() || generation < proxy.problemGeneration();
        boolean told = generation == proxy.problemGeneration() && why.equals(proxy.problem());
        if (old || told) {
            return Uni.createFrom().voidItem();
        }
        var event = new ProxyEvent.BansNotEnforced(proxy.node(), generation, why);
        return proxies.failed(session, proxy.node(), generation, why)
                .chain(() -> outbox.event(session, event, proxy.node(), proxy.node(), envelope.causes()));
    }

    /** What the proxy's jail really holds, unless newer facts are known. */
    public Uni<Void> take(Envelope envelope, BansFact fact, List<Enforced> enforced) {
        String node = envelope.node();
        return outbox.inTransaction(session -> proxies.isNewestFact(session, node, envelope.time())
                .chain(newest -> newest
                        ? bans.open(session)
                                .map(open -> open.enforcedBy(enforced))
                                .chain(since ->
                                        enforcement.seen(session, node, since, fact.generation(), envelope.time()))
                                .chain(news -> tellEnforced(session, envelope, news, envelope.time()))
                                .chain(() -> problem(session, envelope, fact))
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> problem(Session session, Envelope envelope, BansFact fact) {
        return proxies.lock(session, envelope.node())
                .chain(proxy -> fact.problem() == null
                        ? proxies.applied(session, proxy.node(), fact.generation())
                        : failed(
                                session,
                                envelope,
                                proxy,
                                Math.max(fact.generation(), proxy.problemGeneration()),
                                StorableText.of(fact.problem())));
    }

    private Uni<Void> tellEnforced(Session session, Envelope envelope, List<Ban> news, Instant since) {
        String node = envelope.node();
        return Sequence.each(news, ban -> {
            String network = ban.network().toString();
            var event = new ProxyEvent.BanEnforced(ban.id(), network, node, since);
            return outbox.event(session, event, node, network, envelope.causes());
        });
    }
}
