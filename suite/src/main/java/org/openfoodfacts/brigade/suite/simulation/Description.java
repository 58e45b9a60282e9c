package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import org.openfoodfacts.brigade.contracts.NodeName;

/**
 * What a simulated machine is. {@code kind} is {@code host}, {@code ct} or {@code vm}; {@code roles} decide which tools are installed
 * ({@code proxy}: nginx, fail2ban, certbot; {@code stunnel…}: stunnel); {@code addresses} in CIDR form or without a prefix (/24 then);
 * {@code units} are the systemd units that are active on it.
 */
public record Description(
        String node,
        String kind,
        List<String> roles,
        List<String> addresses,
        List<SimulatedPool> pools,
        List<SimulatedCheckout> checkouts,
        List<String> units) {
    public Description {
        NodeName.require(node);
        roles = List.copyOf(roles);
        addresses = List.copyOf(addresses);
        pools = List.copyOf(pools);
        checkouts = List.copyOf(checkouts);
        units = List.copyOf(units);
    }

    /** A machine of which only the name, the kind and the address matter. */
    public static Description of(String node, String kind, String address) {
        return new Description(node, kind, List.of(), List.of(address), List.of(), List.of(), List.of());
    }

    public Description withRoles(String... newRoles) {
        return new Description(node, kind, List.of(newRoles), addresses, pools, checkouts, units);
    }

    public Description withPools(SimulatedPool... newPools) {
        return new Description(node, kind, roles, addresses, List.of(newPools), checkouts, units);
    }

    public Description withCheckouts(SimulatedCheckout... newCheckouts) {
        return new Description(node, kind, roles, addresses, pools, List.of(newCheckouts), units);
    }

    public Description withUnits(String... newUnits) {
        return new Description(node, kind, roles, addresses, pools, checkouts, List.of(newUnits));
    }

    public boolean isProxy() {
        return roles.contains("proxy");
    }

    public boolean hasStunnel() {
        return roles.stream().anyMatch(role -> role.startsWith("stunnel"));
    }

    /** {@code datasets} are full names below the pool; the pool's own dataset is always there. */
    public record SimulatedPool(String name, long sizeBytes, List<String> datasets) {
        public SimulatedPool {
            datasets = List.copyOf(datasets);
        }
    }

    /**
     * A clone of {@code repository} with the first of the releases checked out; the later ones are tags the repository has and the clone
     * has not. When the repository is no folder of this computer, the simulation makes one with these releases (same commits on every
     * node), and git on the simulated machine reaches it under the declared URL.
     */
    public record SimulatedCheckout(String path, String repository, String user, String script, List<String> releases) {
        public SimulatedCheckout {
            releases = List.copyOf(releases);
        }
    }
}
