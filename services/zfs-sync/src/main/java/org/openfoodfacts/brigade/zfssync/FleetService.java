package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPulls;
import org.openfoodfacts.brigade.zfssync.domain.NodePolicies;
import org.openfoodfacts.brigade.zfssync.persistence.ClonesStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;
import org.openfoodfacts.brigade.zfssync.persistence.PullStore;
import org.openfoodfacts.brigade.zfssync.persistence.UseStore;

/** Takes over what a newly declared fleet says of snapshots, replication, clones and who uses datasets, whole or not at all. */
@ApplicationScoped
public class FleetService {
    private final Outbox outbox;
    private final PullStore pulls;
    private final PolicyStore policies;
    private final UseStore uses;
    private final ClonesStore clones;

    FleetService(Outbox outbox, PullStore pulls, PolicyStore policies, UseStore uses, ClonesStore clones) {
        this.outbox = outbox;
        this.pulls = pulls;
        this.policies = policies;
        this.uses = uses;
        this.clones = clones;
    }

    public Uni<Void> take(FleetDeclared fleet) {
        DeclaredPulls declared = DeclaredPulls.of(fleet);
        return outbox.inTransaction(session -> pulls.replaceAll(session, declared)
                .chain(() -> policies.replaceAll(session, NodePolicies.of(fleet)))
                .chain(() -> uses.replaceAll(session, fleet.zfs()))
                .chain(() -> clones.replaceAll(session, fleet.stagingClones())));
    }
}
