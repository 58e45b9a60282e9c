package org.openfoodfacts.brigade.inventory.domain;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;

/**
 * The static addresses that only the guests' Proxmox files tell of. They are the fleet's own as those of its nodes are, also of a guest
 * that is no node.
 */
final class GuestAddresses {
    private GuestAddresses() {}

    static Stream<ProtectedNetwork> beyondNodes(ConfigurationTree tree) {
        Set<String> known = tree.fleet().nodes().stream()
                .flatMap(node -> node.addresses().stream())
                .map(GuestAddresses::inOneSpelling)
                .collect(Collectors.toCollection(HashSet::new));
        return tree.guests().stream()
                .map(ConfigurationTree.HostedGuest::guest)
                .flatMap(guest -> addresses(guest)
                        .filter(known::add)
                        .map(address -> new ProtectedNetwork(address, "address of a guest, " + guest.file())));
    }

    /** Without the prefix length: that is of the network the guest is in, which others may be in too. */
    private static Stream<String> addresses(GuestConf guest) {
        return guest.networks().stream()
                .flatMap(card -> Stream.of(card.address4(), card.address6()).filter(GuestAddresses::isStatic))
                .map(address -> inOneSpelling(address.substring(0, address.indexOf('/'))));
    }

    /** Not dhcp, manual or auto. */
    private static boolean isStatic(String address) {
        return address != null && Networks.isCidr(address);
    }

    /** An IPv4 address in IPv6 clothes is that address, for proxy-config reads no others. */
    private static String inOneSpelling(String address) {
        return InetAddress.ofLiteral(address).getHostAddress();
    }
}
