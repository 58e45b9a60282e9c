package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.TakenOver;
import org.openfoodfacts.brigade.inventory.domain.Observation;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** The fleet as taken over, and what each node's agent is told of it. */
@ApplicationScoped
public class FleetStore {
    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.fleet'))";

    /** One take-over or enrolment at a time, until the transaction ends, in whatever instance. Nothing slow may be done under it. */
    public Uni<Void> lock(Session session) {
        return session.createNativeQuery(LOCK, Integer.class).getSingleResult().replaceWithVoid();
    }

    /** The fleet as last taken over; null when there was none. */
    public Uni<FleetDeclared> current(Session session) {
        return session.createNativeQuery("select body from fleet", String.class)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(body -> JsonText.read(body, FleetDeclared.class));
    }

    /** Replaces the fleet, its sites and its nodes. */
    public Uni<Void> replace(Session session, TakenOver taken, Instant now) {
        FleetDeclared fleet = taken.fleet();
        Object[] nodes = fleet.nodes().stream()
                .map(node -> new DeclaredNodeEntity(node, taken.guests().get(node.name())))
                .toArray();
        Object[] sites = taken.sites().stream().map(SiteEntity::new).toArray();
        return session.createMutationQuery("delete from DeclaredNodeEntity")
                .executeUpdate()
                .chain(() ->
                        session.createMutationQuery("delete from SiteEntity").executeUpdate())
                .chain(() -> session.persistAll(sites))
                .chain(() -> session.persistAll(nodes))
                .chain(session::flush)
                .chain(() -> session.createNativeQuery(
                                "insert into fleet (name, repository, commit_id, body, imported_at)"
                                        + " values (:name, :repository, :commit, :body, :at) on conflict (name) do update"
                                        + " set repository = excluded.repository, commit_id = excluded.commit_id,"
                                        + " body = excluded.body, imported_at = excluded.imported_at")
                        .setParameter("name", fleet.fleet())
                        .setParameter("repository", fleet.repository())
                        .setParameter("commit", fleet.commit())
                        .setParameter("body", JsonText.write(fleet))
                        .setParameter("at", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    public Uni<List<Observation>> observations(Session session) {
        return session.createQuery("from ObservationEntity", ObservationEntity.class)
                .getResultList()
                .map(rows -> rows.stream().map(ObservationEntity::toObservation).toList());
    }

    /** Null when the node is neither declared nor enrolled. */
    public Uni<Observation> observation(Session session, String node) {
        return session.find(ObservationEntity.class, node)
                .onItem()
                .ifNotNull()
                .transform(ObservationEntity::toObservation);
    }

    public Uni<Void> save(Session session, Observation observation) {
        return session.merge(new ObservationEntity(observation)).replaceWithVoid();
    }
}
