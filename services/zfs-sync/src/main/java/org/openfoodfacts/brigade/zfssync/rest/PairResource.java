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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.zfssync.ZfsSyncConfig;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;

/** What is copied where, and how far behind each copy is. */
@Path("/pairs")
@RolesAllowed("viewer")
public class PairResource {
    private final PairStore store;
    private final PairStateStore states;
    private final Mutiny.SessionFactory sessions;
    private final ZfsSyncConfig config;
    private final Clock clock;

    PairResource(
            PairStore store, PairStateStore states, Mutiny.SessionFactory sessions, ZfsSyncConfig config, Clock clock) {
        this.store = store;
        this.states = states;
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
        return sessions.withSession(session ->
                        store.pairs(session).chain(pairs -> states.all(session).map(seen -> views(pairs, seen))))
                .map(views -> {
                    List<PairView> asked = views.stream()
                            .filter(view -> node == null
                                    || node.equals(view.target().node())
                                    || node.equals(view.source().node()))
                            .filter(view ->
                                    state == null || state == view.standing().state())
                            .filter(view -> view.cursor().compareTo(after) > 0)
                            .sorted(Comparator.comparing(PairView::cursor))
                            .limit(size + 1L)
                            .toList();
                    return Page.of(asked, size, PairView::cursor);
                });
    }

    private List<PairView> views(List<Pair> pairs, Map<Pair.Key, PairRecord> seen) {
        Instant now = clock.instant();
        return pairs.stream()
                .map(pair -> PairView.of(pair, seen.get(pair.key()), now, config.lagGoal()))
                .toList();
    }
}
