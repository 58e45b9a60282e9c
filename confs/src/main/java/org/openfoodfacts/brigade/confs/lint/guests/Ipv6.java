package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/** An IPv6 address as its eight groups, so that two spellings of one address are equal. */
record Ipv6(List<Integer> groups) {
    private static final int GROUPS = 8;

    Ipv6 {
        groups = List.copyOf(groups);
    }

    /** The fixed address of a network device. */
    static Optional<Ipv6> of(NetworkDevice network) {
        String written = network.address6();
        return written == null || !Networks.isCidr(written)
                ? Optional.empty()
                : of(written.substring(0, written.indexOf('/')));
    }

    /** Empty for what is none, or ends like an IPv4 address. */
    static Optional<Ipv6> of(String address) {
        if (address.indexOf(':') < 0 || address.indexOf('.') >= 0 || !Networks.isAddress(address)) {
            return Optional.empty();
        }
        int gap = address.indexOf("::");
        List<Integer> groups = new ArrayList<>(numbers(gap < 0 ? address : address.substring(0, gap)));
        List<Integer> rest = gap < 0 ? List.of() : numbers(address.substring(gap + 2));
        while (groups.size() + rest.size() < GROUPS) {
            groups.add(0);
        }
        groups.addAll(rest);
        return Optional.of(new Ipv6(groups));
    }

    private static List<Integer> numbers(String groups) {
        return groups.isEmpty()
                ? List.of()
                : Arrays.stream(groups.split(":"))
                        .map(group -> Integer.valueOf(group, 16))
                        .toList();
    }

    /** One that the world has once (2000::/3), wherever it is used. */
    boolean isGlobal() {
        return groups.getFirst() >> 13 == 1;
    }

    @Override
    public String toString() {
        return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
