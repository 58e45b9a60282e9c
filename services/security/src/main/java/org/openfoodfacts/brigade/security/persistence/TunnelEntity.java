package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.security.domain.Tunnel;

/** A tunnel the fleet declares. */
@Entity
@Table(name = "tunnel")
public class TunnelEntity {
    @Id
    private String name;

    @Column(name = "server_node")
    private String serverNode;

    @Column(name = "server_service")
    private String serverService;

    @Column(name = "server_secrets")
    private String serverSecrets;

    @Column(name = "client_node")
    private String clientNode;

    @Column(name = "client_service")
    private String clientService;

    @Column(name = "client_secrets")
    private String clientSecrets;

    protected TunnelEntity() {}

    TunnelEntity(DeclaredTunnel declared) {
        this.name = declared.name();
        this.serverNode = declared.server().node();
        this.serverService = declared.server().service();
        this.serverSecrets = declared.server().secretsFile();
        this.clientNode = declared.client().node();
        this.clientService = declared.client().service();
        this.clientSecrets = declared.client().secretsFile();
    }

    Tunnel toTunnel() {
        return new Tunnel(
                name,
                new Tunnel.End(serverNode, serverService, serverSecrets),
                new Tunnel.End(clientNode, clientService, clientSecrets));
    }
}
