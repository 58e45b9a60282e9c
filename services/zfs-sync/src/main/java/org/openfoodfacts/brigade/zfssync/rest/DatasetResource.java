package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.zfssync.DependentsService;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotSummary;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.Filter;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodeDatasetRow;
import org.openfoodfacts.brigade.zfssync.persistence.NodeDatasetKey;

/** The ZFS datasets of all nodes, as their newest facts show them. */
@Path("/datasets")
@RolesAllowed("viewer")
public class DatasetResource {
    private static final String DEPENDENTS = "dependents";

    private final DatasetStore store;
    private final Mutiny.SessionFactory sessions;
    private final DependentsService dependents;

    DatasetResource(DatasetStore store, Mutiny.SessionFactory sessions, DependentsService dependents) {
        this.store = store;
        this.sessions = sessions;
        this.dependents = dependents;
    }

    public record DatasetView(String node, @JsonUnwrapped Dataset dataset, SnapshotSummary summary) {
        static DatasetView of(NodeDatasetRow row) {
            return new DatasetView(row.node(), row.dataset(), row.snapshots());
        }
    }

    /** {@code snapshots} oldest first, a page of them. */
    public record DatasetDetail(
            @JsonUnwrapped DatasetView dataset, Page<Snapshot> snapshots, List<Bookmark> bookmarks) {
        public DatasetDetail {
            bookmarks = List.copyOf(bookmarks);
        }
    }

    @GET
    @Operation(summary = "All datasets, by node and name, with their snapshots in brief.")
    public Uni<Page<DatasetView>> datasets(
            @QueryParam("node") String node,
            @QueryParam("pool") String pool,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.datasets(session, new Filter(node, pool, after), size + 1))
                .map(rows -> rows.stream().map(DatasetView::of).toList())
                .map(rows -> Page.of(
                        rows, size, row -> row.node() + "/" + row.dataset().name()));
    }

    @GET
    @Path("/{node}/{dataset: .+}")
    @Operation(summary = "One dataset with its bookmarks and, oldest first, its snapshots.")
    public Uni<DatasetDetail> dataset(
            @PathParam("node") String node,
            @PathParam("dataset") String dataset,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        Cursor cursor = Cursor.of(after);
        return sessions.withSession(session -> store.dataset(session, node, dataset)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(node, dataset))
                .chain(row -> store.snapshots(
                                session, new NodeDatasetKey(node, dataset), cursor.createTxg(), cursor.name(), size + 1)
                        .map(list -> new DatasetDetail(
                                DatasetView.of(row), Page.of(list, size, Cursor::text), row.bookmarks()))));
    }

    /** Without {@code change} the path names a dataset whose own last name is {@code dependents}. */
    @GET
    @Path("/{node}/{dataset: .+}/dependents")
    @Operation(
            summary =
                    "What hangs on a dataset and on all below it, what a change would break, and whether that forbids it.",
            description =
                    "change is destroy or rename, and must be given: without it the path names a dataset called dependents.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DependentsView.class)))
    public Uni<Response> dependents(
            @PathParam("node") String node,
            @PathParam("dataset") String dataset,
            @QueryParam("change") String change,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        if (change == null) {
            return dataset(node, dataset + "/" + DEPENDENTS, after, limit)
                    .map(detail -> Response.ok(detail).build());
        }
        var asked = new StructureChange(
                node,
                dataset,
                Action.of(change).orElseThrow(() -> ProblemException.field("change", "must be destroy or rename")));
        return dependents
                .of(asked)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(node, dataset))
                .map(found -> Response.ok(DependentsView.of(asked, found)).build());
    }

    private static ProblemException noSuch(String node, String dataset) {
        String hint = dataset.endsWith("/" + DEPENDENTS)
                ? "; what hangs on a dataset is told with ?change=destroy or ?change=rename"
                : "";
        return ProblemException.notFound("the newest facts of '" + node + "' show no dataset '" + dataset + "'" + hint);
    }

    /** Where a page of snapshots ended: {@code createtxg:name}. */
    private record Cursor(long createTxg, String name) {
        static Cursor of(String after) {
            int colon = after.indexOf(':');
            try {
                return after.isEmpty()
                        ? new Cursor(-1, "")
                        : new Cursor(
                                Long.parseLong(after.substring(0, Math.max(colon, 0))), after.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw ProblemException.field("after", "must be the 'next' of an earlier page");
            }
        }

        static String text(Snapshot last) {
            return last.createTxg() + ":" + last.name();
        }
    }
}
