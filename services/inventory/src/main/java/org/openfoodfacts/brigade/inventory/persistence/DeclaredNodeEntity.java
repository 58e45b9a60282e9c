package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.inventory.domain.ProxmoxGuest;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A node of the fleet as taken over; read through the view {@link NodeEntity}. */
@Entity
@Table(name = "declared_node")
public class DeclaredNodeEntity {
    @Id
    private String name;

    @Column
    private String kind;

    @Column
    private String site;

    @Column
    private String host;

    @Column
    private Integer vmid;

    @Column
    private String roles;

    @Column
    private String addresses;

    @Column
    private String watch;

    @Column
    private String proxmox;

    protected DeclaredNodeEntity() {}

    DeclaredNodeEntity(DeclaredNode node, ProxmoxGuest guest) {
        this.name = node.name();
        this.kind = node.kind();
        this.site = node.site();
        this.host = node.host();
        this.vmid = node.vmid();
        this.roles = JsonText.write(node.roles());
        this.addresses = JsonText.write(node.addresses());
        this.watch = JsonText.write(node.watch());
        this.proxmox = guest == null ? null : JsonText.write(guest);
    }
}
