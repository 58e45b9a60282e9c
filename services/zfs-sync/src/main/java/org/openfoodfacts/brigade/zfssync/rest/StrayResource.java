package org.openfoodfacts.brigade.zfssync.rest;

import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.zfssync.PolicyService;
import org.openfoodfacts.brigade.zfssync.domain.LastCommons;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Stray;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.StrayStore;

/** What nobody will take away, and what it costs. */
@Path("/strays")
@RolesAllowed("viewer")
public class StrayResource {
    private final StrayStore store;
    private final PairStore pairs;
    private final PairStateStore states;
    private final PolicyService policies;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    StrayResource(
            StrayStore store,
            PairStore pairs,
            PairStateStore states,
            PolicyService policies,
            Mutiny.SessionFactory sessions,
            Clock clock) {
        this.store = store;
        this.states = states;
        this.policies = policies;
        this.pairs = pairs;
        this.sessions = sessions;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary =
                    "Snapshots that no policy, tool or end takes away (what a copy goes on from is none of them), holds for copies and policies nobody declares, datasets that were set aside; the costliest first.",
            description =
                    "costBytes is what its end gives back at least. remedy is what an administrator would type on the node after looking at it; Brigade does not.")
    public Uni<Page<Stray>> strays(
            @QueryParam("node") String node,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> pairs.pairs(session)
                        .chain(all -> holds(session, all)
                                .chain(held -> states.all(session)
                                        .chain(before -> store.of(
                                                session,
                                                node,
                                                held,
                                                LastCommons.of(all, before.values()),
                                                clock.instant())))))
                .map(found -> Page.of(behind(found, after, size), size, StrayResource::cursor));
    }

    private Uni<Set<Stray.Hold>> holds(Mutiny.Session session, List<Pair> all) {
        return policies.states(session)
                .map(states -> Stream.concat(
                                all.stream().map(pair -> Stray.Hold.of(pair.key())),
                                states.stream()
                                        .flatMap(state -> state.policies().stream())
                                        .flatMap(policy -> Stray.Hold.of(policy).stream()))
                        .collect(toSet()));
    }

    private static List<Stray> behind(List<Stray> found, String after, int size) {
        return found.stream()
                .filter(stray -> cursor(stray).compareTo(after) > 0)
                .sorted(Comparator.comparing(StrayResource::cursor))
                .limit(size + 1L)
                .toList();
    }

    /** Sorts the costliest first. */
    private static String cursor(Stray stray) {
        String name = stray.dataset() + (stray.snapshot() == null ? "" : "@" + stray.snapshot());
        return String.format(Locale.ROOT, "%019d %s/%s", Long.MAX_VALUE - stray.costBytes(), stray.node(), name);
    }
}
