package org.openfoodfacts.brigade.inventory.rest;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.inventory.domain.Machine;

/** A machine in the list. {@code kind}, {@code site} and {@code roles} are those declared; absent for one that is not. */
public record NodeView(
        String name,
        boolean declared,
        String kind,
        String site,
        List<String> roles,
        String status,
        Instant lastSeen,
        String agentVersion) {

    static NodeView of(Machine machine) {
        DeclaredNode declared = machine.declared();
        return new NodeView(
                machine.name(),
                declared != null,
                declared == null ? null : declared.kind(),
                declared == null ? null : declared.site(),
                declared == null ? List.of() : declared.roles(),
                StatusView.of(machine.status()),
                machine.lastSeen(),
                machine.said() == null ? null : machine.said().agentVersion());
    }
}
