package org.openfoodfacts.brigade.inventory.rest;

import java.util.List;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.inventory.domain.Machine;
import org.openfoodfacts.brigade.inventory.domain.ProxmoxGuest;

/** A declared guest; {@code proxmox} is what its host's file in the configuration repository says, absent when there is none. */
public record GuestView(
        String name,
        String site,
        String host,
        Integer vmid,
        List<String> roles,
        List<String> addresses,
        String status,
        ProxmoxGuest proxmox) {

    static GuestView of(Machine machine) {
        DeclaredNode declared = machine.declared();
        return new GuestView(
                machine.name(),
                declared.site(),
                declared.host(),
                declared.vmid(),
                declared.roles(),
                declared.addresses(),
                StatusView.of(machine.status()),
                machine.proxmox());
    }
}
