package org.openfoodfacts.brigade.zfssync.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.zfssync.ZfsSyncConfig;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.persistence.FindingStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** What is copied where, and how far behind each copy is. */
@Path("/pairs")
@RolesAllowed("viewer")
public class PairResource {
    private final PairStore store;
    private final PairStateStore states;
    private final FindingStore findings;
    private final TransferStore transfers;
    private final Mutiny.SessionFactory sessions;
    private final ZfsSyncConfig config;
    private final Clock clock;

    PairResource(
            PairStore store,
            PairStateStore states,
            FindingStore findings,
            TransferStore transfers,
            Mutiny.SessionFactory sessions,
            ZfsSyncConfig config,
            Clock clock) {
        this.store = store;
        this.states = states;
        this.findings = findings;
        this.transfers = transfers;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "All pairs of source and copy that the fleet declares, by puller and target, with their lag.")
    public Uni<Page<PairView>> pairs(
            @QueryParam("node") String node,
            @QueryParam("state") Pair.State state,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.pairs(session)
                        .chain(pairs -> views(
                                session,
                                pairs.stream()
                                        .filter(pair -> node == null
                                                || node.equals(pair.target().node())
                                                || node.equals(pair.source().node()))
                                        .toList())))
                .map(views -> {
                    List<PairView> asked = views.stream()
                            .filter(view ->
                                    state == null || state == view.standing().state())
                            .filter(view -> view.cursor().compareTo(after) > 0)
                            .sorted(Comparator.comparing(PairView::cursor))
                            .limit(size + 1L)
                            .toList();
                    return Page.of(asked, size, PairView::cursor);
                });
    }

    private Uni<List<PairView>> views(Session session, List<Pair> pairs) {
        Instant now = clock.instant();
        return states.all(session)
                .chain(stored -> findings.all(session)
                        .chain(found -> transfers
                                .latest(
                                        session,
                                        pairs.stream().map(Pair::key).distinct().toList())
                                .map(latest -> pairs.stream()
                                        .map(pair -> PairView.of(
                                                pair,
                                                new PairView.Seen(
                                                        stored.get(pair.key()),
                                                        found.get(pair.key()),
                                                        latest.get(pair.key())),
                                                now,
                                                config.lagGoal()))
                                        .toList())));
    }
}
