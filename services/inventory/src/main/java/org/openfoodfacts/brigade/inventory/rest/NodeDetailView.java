package org.openfoodfacts.brigade.inventory.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.inventory.domain.Machine;
import org.openfoodfacts.brigade.inventory.domain.ProxmoxGuest;
import org.openfoodfacts.brigade.inventory.domain.StoredFact;

/** Everything about one machine. {@code facts} by kind; kinds in many parts are only named in {@code kindsInParts}. */
public record NodeDetailView(
        String name,
        String status,
        DeclaredNode declared,
        ProxmoxGuest proxmox,
        Seen seen,
        Map<String, FactView> facts,
        List<String> kindsInParts) {

    /** {@code lostSince} is set while it is lost. */
    public record Seen(Instant first, Instant last, Instant lostSince, PresenceFact agent) {}

    static NodeDetailView of(Machine machine, List<StoredFact> facts, List<String> kindsInParts) {
        Seen seen = machine.said() == null
                ? null
                : new Seen(machine.firstSeen(), machine.lastSeen(), machine.lostSince(), machine.said());
        return new NodeDetailView(
                machine.name(),
                StatusView.of(machine.status()),
                machine.declared(),
                machine.proxmox(),
                seen,
                facts.stream().collect(Collectors.toMap(StoredFact::kind, FactView::of)),
                kindsInParts);
    }
}
