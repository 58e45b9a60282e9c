package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;
import org.openfoodfacts.brigade.confs.source.Source;

/** Who reaches a service: its addresses, and on a machine with private addresses only at most the neighbours. */
final class Reach {
    private Reach() {}

    /** True when it listens on all addresses or on a public one. */
    static boolean isOpen(Collection<String> hosts) {
        return hosts.stream().map(Scope::of).anyMatch(scope -> scope == Scope.ALL || scope == Scope.PUBLIC);
    }

    static String words(Collection<String> hosts) {
        return hosts.stream()
                .filter(host -> Scope.of(host) == Scope.PUBLIC)
                .findFirst()
                .map(host -> "the public address " + host)
                .orElse("all addresses");
    }

    /** An error, or a note when the machine is known to have private addresses only. */
    static void found(
            Repository repository, Source source, int line, String message, String remedy, Findings findings) {
        if (isPrivate(repository, source.folder())) {
            findings.add(Severity.NOTE, source, line, message + " in its private network", remedy);
        } else {
            findings.add(source, line, message, remedy);
        }
    }

    private static boolean isPrivate(Repository repository, String folder) {
        Optional<FleetNode> node = repository.machine().node(folder);
        List<String> addresses = node.map(FleetNode::addresses).orElseGet(() -> ofGuest(repository, folder));
        return !addresses.isEmpty() && addresses.stream().map(Scope::of).allMatch(scope -> scope == Scope.PRIVATE);
    }

    /** The addresses of the guest that is called like the folder; none that says it when it may get others. */
    private static List<String> ofGuest(Repository repository, String folder) {
        return repository.all(Formats.GUEST).stream()
                .map(Read::value)
                .filter(guest -> guest.name().equals(folder))
                .map(GuestConf::networks)
                .flatMap(List::stream)
                .flatMap(Reach::addresses)
                .toList();
    }

    private static Stream<String> addresses(NetworkDevice network) {
        return Stream.of(
                        Optional.ofNullable(network.address4()).orElse("dhcp"),
                        network.address6() == null ? "" : network.address6())
                .filter(address -> !address.isEmpty())
                .map(address -> address.split("/", 2)[0]);
    }
}
