package org.openfoodfacts.brigade.deployer.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;

/** Declared applications. */
@ApplicationScoped
public class ApplicationStore {

    public Uni<Void> replaceAll(Session session, List<DeclaredApplication> applications) {
        Object[] entities = applications.stream().map(ApplicationEntity::new).toArray();
        return session.createMutationQuery("delete from ApplicationEntity")
                .executeUpdate()
                .chain(() -> session.persistAll(entities));
    }

    public Uni<List<DeclaredApplication>> list(Session session, String after, int limit) {
        return session.createQuery("from ApplicationEntity where name > :after order by name", ApplicationEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(ApplicationEntity::toApplication).toList());
    }

    /** Null when the fleet declares no such application. */
    public Uni<DeclaredApplication> find(Session session, String name) {
        return session.find(ApplicationEntity.class, name)
                .onItem()
                .ifNotNull()
                .transform(ApplicationEntity::toApplication);
    }
}
