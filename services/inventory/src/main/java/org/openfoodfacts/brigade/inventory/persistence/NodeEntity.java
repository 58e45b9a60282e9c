package org.openfoodfacts.brigade.inventory.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.Watch;
import org.openfoodfacts.brigade.inventory.domain.Machine;
import org.openfoodfacts.brigade.inventory.domain.ProxmoxGuest;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A row of the view over declared nodes and seen ones. */
@Entity
@Immutable
@Table(name = "node")
public class NodeEntity {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    @Id
    private String name;

    private boolean declared;

    @Enumerated(EnumType.STRING)
    private Machine.Status status;

    private String kind;
    private String site;
    private String host;
    private Integer vmid;
    private String roles;
    private String addresses;
    private String watch;
    private String proxmox;

    @Column(name = "first_seen_at")
    private Instant firstSeenAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    @Column(name = "lost_since")
    private Instant lostSince;

    private String said;

    protected NodeEntity() {}

    Machine toMachine() {
        return new Machine(
                name,
                declared ? declaredNode() : null,
                proxmox == null ? null : JsonText.read(proxmox, ProxmoxGuest.class),
                status,
                firstSeenAt,
                lastSeenAt,
                lostSince,
                said == null ? null : JsonText.read(said, PresenceFact.class));
    }

    private DeclaredNode declaredNode() {
        return new DeclaredNode(
                name,
                kind,
                site,
                host,
                vmid,
                JsonText.read(roles, TEXTS),
                JsonText.read(addresses, TEXTS),
                JsonText.read(watch, Watch.class));
    }
}
