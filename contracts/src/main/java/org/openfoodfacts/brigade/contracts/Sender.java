package org.openfoodfacts.brigade.contracts;

import java.util.Arrays;
import java.util.Optional;

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

    /** The one service that may send the type; empty when it is no service or any. */
    public Optional<Service> service() {
        return Arrays.stream(Service.values())
                .filter(s -> s.name().equals(name()))
                .findFirst();
    }

    /** True when the service with this id may send the type. */
    public boolean allowsService(String serviceId) {
        return this == ANY_SERVICE
                ? Service.of(serviceId).isPresent()
                : service().filter(s -> s.id().equals(serviceId)).isPresent();
    }
}
