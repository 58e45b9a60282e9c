package org.openfoodfacts.brigade.zfssync.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.zfssync.domain.PolicyProblem;
import org.openfoodfacts.brigade.zfssync.persistence.PullStore;

/** What keeps a declared pull from being understood. */
@Path("/pairs/problems")
@RolesAllowed("viewer")
public class PolicyProblemResource {
    private final PullStore store;
    private final Mutiny.SessionFactory sessions;

    PolicyProblemResource(PullStore store, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    public record ProblemsView(List<PolicyProblem> items) {
        public ProblemsView {
            items = List.copyOf(items);
        }
    }

    @GET
    @Operation(summary = "What is wrong in the fleet's syncoid-args.conf files, by file and line.")
    public Uni<ProblemsView> problems() {
        return sessions.withSession(store::problems).map(ProblemsView::new);
    }
}
