package org.openfoodfacts.brigade.inventory.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.inventory.domain.Machine;
import org.openfoodfacts.brigade.inventory.persistence.FactStore;
import org.openfoodfacts.brigade.inventory.persistence.NodeStore;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** The machines, as declared and as observed. */
@Path("/nodes")
@RolesAllowed("viewer")
public class NodeResource {
    private static final List<String> KINDS = Arrays.stream(EventType.values())
            .filter(type -> Fact.class.isAssignableFrom(type.messageClass()))
            .map(EventType::kind)
            .toList();

    private final NodeStore nodes;
    private final FactStore facts;
    private final Mutiny.SessionFactory sessions;

    NodeResource(NodeStore nodes, FactStore facts, Mutiny.SessionFactory sessions) {
        this.nodes = nodes;
        this.facts = facts;
        this.sessions = sessions;
    }

    @GET
    @Operation(summary = "All machines that are declared or were ever seen, by name.")
    public Uni<Page<NodeView>> list(
            @QueryParam("site") String site,
            @QueryParam("status") String status,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        int size = QueryMapper.limit(limit);
        NodeStore.Query query = new NodeStore.Query(
                QueryMapper.orEmpty(site), "", StatusView.parse(status), false, QueryMapper.orEmpty(after), size + 1);
        return sessions.withSession(session -> nodes.list(session, query))
                .map(rows -> Page.of(rows.stream().map(NodeView::of).toList(), size, NodeView::name));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One machine: what is declared of it, whether it is there, and its newest facts by kind.")
    public Uni<NodeDetailView> node(@PathParam("name") String name) {
        return sessions.withSession(session -> found(session, name)
                .chain(machine -> facts.whole(session, name)
                        .chain(whole -> facts.kindsInParts(session, name)
                                .map(kinds -> NodeDetailView.of(machine, whole, kinds)))));
    }

    @GET
    @Path("/{name}/facts/{kind}")
    @Operation(summary = "The newest facts of one kind: one item, or one for each part, by part.")
    public Uni<Page<FactView>> facts(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        int size = QueryMapper.limit(limit);
        if (!KINDS.contains(kind)) {
            throw ProblemException.notFound("there is no kind of fact '" + kind + "'; there are " + KINDS);
        }
        return sessions.withSession(session -> found(session, name)
                        .chain(node -> facts.parts(session, name, kind, QueryMapper.orEmpty(after), size + 1)))
                .map(rows -> Page.of(rows.stream().map(FactView::of).toList(), size, FactView::part));
    }

    private Uni<Machine> found(Mutiny.Session session, String name) {
        return nodes.find(session, name)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("no node '" + name + "' is declared or was ever seen"));
    }
}
