package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.security.persistence.TunnelStore;

/** Takes over what a newly declared fleet says of tunnels, whole or not at all. */
@ApplicationScoped
public class FleetService {
    private final Outbox outbox;
    private final TunnelStore tunnels;

    FleetService(Outbox outbox, TunnelStore tunnels) {
        this.outbox = outbox;
        this.tunnels = tunnels;
    }

    public Uni<Void> take(FleetDeclared fleet) {
        return outbox.inTransaction(session -> tunnels.replaceAll(session, fleet.tunnels()));
    }
}
