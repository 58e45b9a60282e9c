package org.openfoodfacts.brigade.contracts;

/** Who may send a type, and therefore whose signature it must carry. */
public enum Sender {
    AGENT,
    INVENTORY,
    ZFS_SYNC,
    PROXY_CONFIG,
    DEPLOYER,
    SECURITY,
    ANY_SERVICE,
    /** Another team's tool: unsigned, guarded by the ACL of its topic. */
    ANYONE;

    /** True when the service with this id may send the type. */
    public boolean allowsService(String serviceId) {
        return this == ANY_SERVICE
                ? Service.of(serviceId).isPresent()
                : Service.of(serviceId).filter(s -> s.name().equals(name())).isPresent();
    }
}
