package org.openfoodfacts.brigade.proxyconfig;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.proxyconfig.OrderService.Change;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.BanOutcome;
import org.openfoodfacts.brigade.proxyconfig.domain.BanSet;
import org.openfoodfacts.brigade.proxyconfig.domain.BanWish;
import org.openfoodfacts.brigade.proxyconfig.domain.BanWish.Judged;
import org.openfoodfacts.brigade.proxyconfig.domain.Network;
import org.openfoodfacts.brigade.proxyconfig.persistence.BanStore;

/** Adds and ends bans. The row, the order for every proxy and the event are one transaction. */
@ApplicationScoped
public class BanService {
    private final Outbox outbox;
    private final OrderService orders;
    private final BanStore bans;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    BanService(Outbox outbox, OrderService orders, BanStore bans, Mutiny.SessionFactory sessions, Clock clock) {
        this.outbox = outbox;
        this.orders = orders;
        this.bans = bans;
        this.sessions = sessions;
        this.clock = clock;
    }

    public Uni<BanOutcome> ban(BanWish wish, String by, Trace trace) {
        Instant now = clock.instant();
        return switch (wish.judge(now)) {
            case Judged.Unfit(String field, String detail) ->
                Uni.createFrom().item(new BanOutcome.Unfit(field, detail));
            case Judged.TooWide(Network network, int widest) ->
                Uni.createFrom().item(new BanOutcome.TooWide(network, widest));
            case Judged.Fit(Network network, Instant until) ->
                outbox.inTransaction(session -> orders.begin(session, now, trace)
                        .chain(change -> expireDue(change)
                                .chain(expired -> add(change, newBan(change, wish, by, network, until))
                                        .call(outcome -> outcome instanceof BanOutcome.Banned
                                                ? Uni.createFrom().voidItem()
                                                : tellOfExpired(change, expired)))));
        };
    }

    private static Ban newBan(Change change, BanWish wish, String by, Network network, Instant until) {
        return new Ban(Ids.next(), network, wish.reason(), by, change.now(), until, change.generation(), null);
    }

    private Uni<BanOutcome> add(Change change, Ban ban) {
        return bans.neverBan(change.session())
                .chain(neverBan -> bans.open(change.session()).chain(open -> {
                    var protection = neverBan.objection(ban.network());
                    if (protection.isPresent()) {
                        return Uni.createFrom().item(new BanOutcome.Protected(ban.network(), protection.get()));
                    }
                    var same = open.of(ban.network());
                    if (same.isPresent()) {
                        return Uni.createFrom().item(new BanOutcome.AlreadyBanned(same.get()));
                    }
                    List<Ban> more = new ArrayList<>(open.bans());
                    more.add(ban);
                    return new BanSet(more).fits()
                            ? banned(change, ban)
                            : Uni.createFrom()
                                    .item(new BanOutcome.Full(open.bans().size()));
                }));
    }

    private Uni<BanOutcome> banned(Change change, Ban ban) {
        var event = new ProxyEvent.BanAdded(ban.id(), ban.network().toString(), ban.reason(), ban.until(), ban.by());
        return bans.add(change.session(), ban)
                .chain(() -> orders.tellAll(change))
                .chain(() -> tell(change, ban, event))
                .replaceWith(new BanOutcome.Banned(ban));
    }

    /** The ban as it ended; null when there never was one of this id. One that had ended before is answered unchanged. */
    public Uni<Ban> lift(UUID id, String by, Trace trace) {
        Instant now = clock.instant();
        return outbox.inTransaction(session -> orders.begin(session, now, trace)
                .chain(change -> bans.find(session, id)
                        .chain(ban -> ban == null || ban.end() != null
                                ? Uni.createFrom().item(ban)
                                : lift(change, ban, by).call(() -> orders.tellAll(change)))));
    }

    /** Ends the ban without telling the proxies; the caller does, once for all that it lifts. */
    Uni<Ban> lift(Change change, Ban ban, String by) {
        Ban ended = ban.ended(new Ban.End(change.now(), Ban.How.LIFTED, by));
        var event = new ProxyEvent.BanLifted(ban.id(), ban.network().toString(), by);
        return bans.end(change.session(), ended)
                .chain(() -> tell(change, ban, event))
                .replaceWith(ended);
    }

    /** Ends what is due. Proxies lift by their own clocks too, but a narrower ban under an ended one must come to them. */
    @Scheduled(every = "${brigade.proxy-config.expiry-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant now = clock.instant();
        return sessions.withSession(session -> bans.isAnyDue(session, now))
                .chain(due -> due ? expire(now) : Uni.createFrom().voidItem());
    }

    private Uni<Void> expire(Instant now) {
        return outbox.inTransaction(session -> orders.begin(session, now, Trace.NONE)
                .chain(change -> expireDue(change).chain(expired -> tellOfExpired(change, expired))));
    }

    /** In the transaction that ended them: no later sweep finds them due. */
    private Uni<Void> tellOfExpired(Change change, int expired) {
        return expired == 0 ? Uni.createFrom().voidItem() : orders.tellAll(change);
    }

    /** How many ended; if any did, the proxies must be told in the same transaction. */
    private Uni<Integer> expireDue(Change change) {
        return bans.open(change.session())
                .map(open -> open.bans().stream()
                        .filter(ban -> !ban.isActive(change.now()))
                        .toList())
                .chain(due -> Sequence.each(due, ban -> expired(change, ban)).replaceWith(due.size()));
    }

    private Uni<Void> expired(Change change, Ban ban) {
        Ban ended = ban.ended(new Ban.End(ban.until(), Ban.How.EXPIRED, null));
        var event = new ProxyEvent.BanExpired(ban.id(), ban.network().toString());
        return bans.end(change.session(), ended).chain(() -> tell(change, ban, event));
    }

    private Uni<Void> tell(Change change, Ban ban, ProxyEvent event) {
        return outbox.event(change.session(), event, null, ban.network().toString(), change.trace());
    }
}
