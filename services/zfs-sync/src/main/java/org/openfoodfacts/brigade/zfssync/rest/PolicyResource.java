package org.openfoodfacts.brigade.zfssync.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.zfssync.PolicyService;
import org.openfoodfacts.brigade.zfssync.SimulationService;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy;
import org.openfoodfacts.brigade.zfssync.domain.SimulationWish;

/** What is done with whose snapshots, and by whom. */
@Path("/policies")
@RolesAllowed("viewer")
public class PolicyResource {
    private final PolicyService policies;
    private final Mutiny.SessionFactory sessions;
    private final SimulationService simulations;

    PolicyResource(PolicyService policies, Mutiny.SessionFactory sessions, SimulationService simulations) {
        this.policies = policies;
        this.sessions = sessions;
        this.simulations = simulations;
    }

    @GET
    @Operation(
            summary =
                    "The policy of every dataset a sanoid.conf speaks of, by node and dataset, and whether it is kept.")
    public Uni<Page<PolicyView>> policies(
            @QueryParam("node") String node,
            @QueryParam("mode") DatasetPolicy.Mode mode,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(policies::states).map(states -> {
            List<PolicyView> asked = states.stream()
                    .filter(state ->
                            node == null || node.equals(state.declared().node()))
                    .flatMap(state -> state.policies().stream().map(policy -> PolicyView.of(state, policy)))
                    .filter(view -> mode == null || mode == view.mode())
                    .filter(view -> view.cursor().compareTo(after) > 0)
                    .sorted(Comparator.comparing(PolicyView::cursor))
                    .limit(size + 1L)
                    .toList();
            return Page.of(asked, size, PolicyView::cursor);
        });
    }

    @POST
    @Path("/simulate")
    @Operation(
            summary =
                    "What a changed sanoid.conf would destroy at once, and what it would come to hold; changes nothing.",
            description = "dataset, when given, means all below too.")
    public Uni<SimulationView> simulate(@NotNull SimulationWish wish) {
        wish.objection().ifPresent(wrong -> {
            throw ProblemException.field(wrong.field(), wrong.detail());
        });
        return simulations.simulate(wish, SimulationView::dataset).map(simulated -> {
            if (simulated.isEmpty()) {
                throw ProblemException.notFound("neither file speaks of a dataset that the facts of " + wish.node()
                        + " show" + (wish.dataset() == null ? "" : " at or below " + wish.dataset()));
            }
            return SimulationView.of(simulated);
        });
    }
}
