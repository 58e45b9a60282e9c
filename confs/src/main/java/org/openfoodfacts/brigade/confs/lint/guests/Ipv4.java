package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/** An IPv4 address: {@code prefix} is its first three numbers ({@code 10.1.0}), {@code last} the fourth. */
record Ipv4(String prefix, int last) {
    /** The fixed address of a network device; empty when it has none or is given one when it starts. */
    static Optional<Ipv4> of(NetworkDevice network) {
        String written = network.address4();
        return written == null || !Networks.isCidr(written)
                ? Optional.empty()
                : of(written.substring(0, written.indexOf('/')));
    }

    static Optional<Ipv4> of(String address) {
        int dot = address.lastIndexOf('.');
        return dot < 0 || address.indexOf(':') >= 0 || !Networks.isAddress(address)
                ? Optional.empty()
                : Optional.of(new Ipv4(address.substring(0, dot), Integer.parseInt(address.substring(dot + 1))));
    }

    @Override
    public String toString() {
        return prefix + "." + last;
    }
}
