package org.openfoodfacts.brigade.inventory.domain;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;

/**
 * A machine that is declared, or was seen, or both: {@code declared} and {@code proxmox} are null for one that the fleet does not
 * declare, the times and {@code said} for one that was never seen.
 */
public record Machine(
        String name,
        DeclaredNode declared,
        ProxmoxGuest proxmox,
        Status status,
        Instant firstSeen,
        Instant lastSeen,
        Instant lostSince,
        PresenceFact said) {

    public enum Status {
        ONLINE,
        LOST,
        NEVER_SEEN
    }
}
