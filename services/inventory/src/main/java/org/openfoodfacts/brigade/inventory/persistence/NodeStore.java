package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.inventory.domain.Machine;
import org.openfoodfacts.brigade.inventory.domain.SiteSummary;

/** Reads machines as declared and as seen. */
@ApplicationScoped
public class NodeStore {

    /** Which machines; an empty text means any. {@code after} is the name before the first one. */
    public record Query(String site, String host, Machine.Status status, boolean guestsOnly, String after, int limit) {}

    /** By name. */
    public Uni<List<Machine>> list(Session session, Query query) {
        return session.createQuery(
                        "from NodeEntity where name > :after and (:site = '' or site = :site)"
                                + " and (:host = '' or host = :host) and (:status = '' or cast(status as string) = :status)"
                                + " and (:guests = false or kind = 'guest') order by name",
                        NodeEntity.class)
                .setParameter("after", query.after())
                .setParameter("site", query.site())
                .setParameter("host", query.host())
                .setParameter(
                        "status", query.status() == null ? "" : query.status().name())
                .setParameter("guests", query.guestsOnly())
                .setMaxResults(query.limit())
                .getResultList()
                .map(rows -> rows.stream().map(NodeEntity::toMachine).toList());
    }

    /** Null when no machine of that name is declared or was seen. */
    public Uni<Machine> find(Session session, String name) {
        return session.find(NodeEntity.class, name).onItem().ifNotNull().transform(NodeEntity::toMachine);
    }

    /** By name. */
    public Uni<List<SiteSummary>> sites(Session session) {
        return session.createQuery("from SiteSummaryEntity order by name", SiteSummaryEntity.class)
                .getResultList()
                .map(rows -> rows.stream().map(SiteSummaryEntity::toSummary).toList());
    }
}
