package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.inventory.domain.StoredFact;

/** The newest facts. */
@ApplicationScoped
public class FactStore {

    /** Stores the fact unless a newer one is there; true when it was stored. */
    public Uni<Boolean> putIfNewer(Session session, StoredFact fact) {
        return session.createNativeQuery("insert into fact (node, kind, part, body, observed_at)"
                        + " values (:node, :kind, :part, :body, :at) on conflict (node, kind, part) do update"
                        + " set body = excluded.body, observed_at = excluded.observed_at"
                        + " where fact.observed_at <= excluded.observed_at")
                .setParameter("node", fact.node())
                .setParameter("kind", fact.kind())
                .setParameter("part", fact.part())
                .setParameter("body", fact.body())
                .setParameter("at", fact.observedAt())
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** The fact is no more, unless a newer one is there. */
    public Uni<Void> remove(Session session, String node, String kind, String part, Instant at) {
        return session.createMutationQuery("delete from FactEntity"
                        + " where node = :node and kind = :kind and part = :part and observedAt <= :at")
                .setParameter("node", node)
                .setParameter("kind", kind)
                .setParameter("part", part)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The facts of a node that are one per kind. */
    public Uni<List<StoredFact>> whole(Session session, String node) {
        return session.createQuery("from FactEntity where node = :node and part = '' order by kind", FactEntity.class)
                .setParameter("node", node)
                .getResultList()
                .map(FactStore::facts);
    }

    /** All parts of one kind, by part. */
    public Uni<List<StoredFact>> parts(Session session, String node, String kind, String after, int limit) {
        String query =
                "from FactEntity where node = :node and kind = :kind and (:after = '' or part > :after) order by part";
        return session.createQuery(query, FactEntity.class)
                .setParameter("node", node)
                .setParameter("kind", kind)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(FactStore::facts);
    }

    /** The kinds of which the node has facts in parts. */
    public Uni<List<String>> kindsInParts(Session session, String node) {
        return session.createQuery(
                        "select distinct kind from FactEntity where node = :node and part <> '' order by kind",
                        String.class)
                .setParameter("node", node)
                .getResultList();
    }

    private static List<StoredFact> facts(List<FactEntity> rows) {
        return rows.stream().map(FactEntity::toFact).toList();
    }
}
