package org.openfoodfacts.brigade.proxyconfig.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.proxyconfig.BanService;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.BanOutcome;
import org.openfoodfacts.brigade.proxyconfig.domain.BanWish;
import org.openfoodfacts.brigade.proxyconfig.domain.NetworkText;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.BanStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.EnforcementStore;
import org.openfoodfacts.brigade.proxyconfig.persistence.EnforcementStore.OnProxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.ProxyStore;

/** Who is banned on all proxies. */
@Path("/bans")
public class BanResource {
    private final BanService banning;
    private final BanStore bans;
    private final ProxyStore proxies;
    private final EnforcementStore enforcement;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    BanResource(
            BanService banning,
            BanStore bans,
            ProxyStore proxies,
            EnforcementStore enforcement,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request) {
        this.banning = banning;
        this.bans = bans;
        this.proxies = proxies;
        this.enforcement = enforcement;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
    }

    /** A ban with where it stands on each proxy. */
    public record BanDetail(@JsonUnwrapped BanView ban, List<ProxyBanView> proxies) {
        public BanDetail {
            proxies = List.copyOf(proxies);
        }
    }

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary = "Ban an address or a network on every proxy.",
            description = "One of 'address' and 'cidr', a reason, and one of 'duration', 'until' and 'permanent'.")
    public Uni<Response> ban(@NotNull BanWish wish) {
        return banning.ban(wish, caller.getPrincipal().getName(), request.trace())
                .map(outcome -> switch (outcome) {
                    case BanOutcome.Banned(Ban ban) ->
                        Response.created(URI.create("bans/" + ban.id()))
                                .entity(BanView.of(ban, 0))
                                .build();
                    case BanOutcome.Unfit(String field, String detail) -> throw ProblemException.field(field, detail);
                    default -> throw new ProblemException(code(outcome), objection(outcome));
                });
    }

    private static ProblemCode code(BanOutcome outcome) {
        return switch (outcome) {
            case BanOutcome.TooWide _, BanOutcome.Protected _ -> ProblemCode.REFUSED;
            default -> ProblemCode.CONFLICT;
        };
    }

    private static String objection(BanOutcome outcome) {
        return switch (outcome) {
            case BanOutcome.TooWide w ->
                w.network() + " is too wide; bans reach from /" + w.widest() + " to single addresses";
            case BanOutcome.Protected p ->
                p.network() + " hits " + p.protection().network() + ", which is never banned ("
                        + p.protection().reason() + ")";
            case BanOutcome.AlreadyBanned a ->
                a.ban().network() + " is banned already by bans/" + a.ban().id()
                        + (a.ban().until() == null
                                ? " until lifted"
                                : " until " + a.ban().until())
                        + "; lift that one first to ban it differently";
            case BanOutcome.Full f ->
                "with more than the " + f.bans() + " bans there are the order for the proxies would outgrow a Kafka"
                        + " record; lift some, or ban the networks they lie in";
            case BanOutcome.Banned _, BanOutcome.Unfit _ -> throw new IllegalStateException("no objection: " + outcome);
        };
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Bans, newest first; 'address' for those that hit an address or contain a network.")
    public Uni<Page<BanView>> list(
            @QueryParam("active") Boolean active,
            @QueryParam("address") String address,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        var filter = new BanStore.Filter(active, canonical(address), Page.after(after));
        return sessions.withSession(session -> bans.list(session, filter, size + 1)
                        .chain(found -> enforcement
                                .of(session, found.stream().map(Ban::id).toList())
                                .map(known -> found.stream()
                                        .map(ban -> BanView.of(ban, enforcedOn(known.get(ban.id()))))
                                        .toList())))
                .map(views -> Page.of(views, size, view -> view.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One ban, and on each proxy: wanted since, enforced since, or why not.")
    public Uni<BanDetail> ban(@PathParam("id") UUID id) {
        return sessions.withSession(session -> bans.find(session, id)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(id))
                .chain(ban -> detail(session, ban)));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("operator")
    @Operation(summary = "Lift a ban on every proxy.")
    public Uni<BanView> lift(@PathParam("id") UUID id) {
        return sessions.withSession(session -> bans.find(session, id))
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(id))
                .invoke(ban -> {
                    if (ban.end() != null) {
                        throw new ProblemException(
                                ProblemCode.CONFLICT,
                                "it " + (ban.end().how() == Ban.How.EXPIRED ? "expired" : "was lifted") + " at "
                                        + ban.end().at());
                    }
                })
                .chain(() -> banning.lift(id, caller.getPrincipal().getName(), request.trace()))
                .map(ban -> BanView.of(ban, 0));
    }

    private Uni<BanDetail> detail(Session session, Ban ban) {
        return proxies.all(session)
                .chain(all -> enforcement.of(session, List.of(ban.id())).map(known -> {
                    List<OnProxy> on = known.getOrDefault(ban.id(), List.of());
                    Map<String, OnProxy> byNode =
                            on.stream().collect(Collectors.toMap(OnProxy::node, Function.identity()));
                    List<ProxyBanView> views = ban.end() != null
                            ? List.of()
                            : all.stream()
                                    .map((Proxy p) -> ProxyBanView.of(ban, p, byNode.get(p.node())))
                                    .toList();
                    return new BanDetail(BanView.of(ban, enforcedOn(on)), views);
                }));
    }

    private static long enforcedOn(List<OnProxy> known) {
        return known == null ? 0 : known.stream().filter(p -> p.since() != null).count();
    }

    private static String canonical(String address) {
        return switch (address == null ? null : NetworkText.network(address)) {
            case null -> null;
            case NetworkText.Read read -> read.network().toString();
            case NetworkText.Unreadable(String why) -> throw ProblemException.field("address", why);
        };
    }

    private static ProblemException noSuch(UUID id) {
        return ProblemException.notFound("there never was a ban " + id);
    }
}
