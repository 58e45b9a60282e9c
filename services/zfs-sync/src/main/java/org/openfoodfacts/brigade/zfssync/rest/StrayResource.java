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
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
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
                    "Snapshots that no policy, tool or end takes away (what a copy goes on from is none of them), holds for copies and policies nobody declares, datasets that were set aside; by name, page by page.",
            description =
                    "costBytes is what its end gives back at least. remedy is what an administrator would type on the node after looking at it; Brigade does not. order=costliest answers with the costliest, at most limit of them, and has no next page: what they cost changes.")
    public Uni<Page<Stray>> strays(
            @QueryParam("node") String node,
            @QueryParam("order") @DefaultValue("name") String order,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        boolean byCost = isByCost(order, after);
        return sessions.withSession(session -> pairs.pairs(session)
                        .chain(all -> holds(session, all)
                                .chain(held -> states.all(session)
                                        .chain(before -> store.of(
                                                session,
                                                node,
                                                held,
                                                LastCommons.of(all, before.values()),
                                                clock.instant())))))
                .map(found -> byCost
                        ? new Page<>(costliest(found, size), null)
                        : Page.of(behind(found, after, size), size, StrayResource::place));
    }

    private static boolean isByCost(String order, String after) {
        return switch (order) {
            case "name" -> false;
            case "costliest" -> {
                if (!after.isEmpty()) {
                    throw ProblemException.field("after", "goes with order=name; costliest has one page");
                }
                yield true;
            }
            default -> throw ProblemException.field("order", "must be name or costliest");
        };
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
                .filter(stray -> place(stray).compareTo(after) > 0)
                .sorted(Comparator.comparing(StrayResource::place))
                .limit(size + 1L)
                .toList();
    }

    private static List<Stray> costliest(List<Stray> found, int size) {
        return found.stream()
                .sorted(Comparator.comparingLong(Stray::costBytes).reversed().thenComparing(StrayResource::place))
                .limit(size)
                .toList();
    }

    private static String place(Stray stray) {
        return stray.node() + "/" + stray.dataset() + (stray.snapshot() == null ? "" : "@" + stray.snapshot());
    }
}
