package org.openfoodfacts.brigade.deployer;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.deployer.persistence.ApplicationStore;

/** The applications as the newest fleet has them, taken over whole or not at all. */
@ApplicationScoped
public class FleetService {
    private final Mutiny.SessionFactory sessions;
    private final ApplicationStore applications;

    FleetService(Mutiny.SessionFactory sessions, ApplicationStore applications) {
        this.sessions = sessions;
        this.applications = applications;
    }

    public Uni<Void> take(List<DeclaredApplication> declared) {
        return sessions.withTransaction((session, tx) -> applications.replaceAll(session, declared));
    }

    public Uni<List<DeclaredApplication>> list(String after, int limit) {
        return sessions.withSession(session -> applications.list(session, after, limit));
    }

    /** Null when the fleet declares no such application. */
    public Uni<DeclaredApplication> find(String name) {
        return sessions.withSession(session -> applications.find(session, name));
    }
}
