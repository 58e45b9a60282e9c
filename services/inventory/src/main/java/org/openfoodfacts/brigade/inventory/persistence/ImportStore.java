package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;

/** The imports that told something new. */
@ApplicationScoped
public class ImportStore {

    public Uni<Void> add(Session session, ImportOutcome outcome, String revision) {
        return session.persist(new ImportEntity(outcome, revision));
    }

    /** Null before the first import. */
    public Uni<ImportOutcome> latest(Session session) {
        return session.createQuery("from ImportEntity order by at desc, id desc", ImportEntity.class)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(ImportEntity::toOutcome);
    }

    public Uni<Integer> forget(Session session, Instant before) {
        return session.createMutationQuery("delete from ImportEntity where at < :before"
                        + " and at < (select max(latest.at) from ImportEntity latest)")
                .setParameter("before", before)
                .executeUpdate();
    }
}
