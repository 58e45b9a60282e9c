package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.guests.HostedGuest;

/** The guests of the files, as documents name them. */
final class KnownGuests {
    private final Map<Integer, List<HostedGuest>> byId;
    private final Map<String, List<HostedGuest>> byName;
    private final Map<String, Long> perHost;

    static KnownGuests of(Repository repository) {
        return repository.view(KnownGuests.class, KnownGuests::new);
    }

    private KnownGuests(Repository repository) {
        List<HostedGuest> all = HostedGuest.of(repository);
        byId = all.stream().collect(Collectors.groupingBy(HostedGuest::vmid));
        byName = all.stream().collect(Collectors.groupingBy(KnownGuests::name));
        perHost =
                all.stream().collect(Collectors.groupingBy(g -> lower(g.host()), HashMap::new, Collectors.counting()));
    }

    static String name(HostedGuest guest) {
        return lower(guest.name());
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    List<HostedGuest> ofId(int vmid) {
        return byId.getOrDefault(vmid, List.of());
    }

    List<HostedGuest> ofName(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The guests whose files a host's folder holds. */
    long at(String host) {
        return perHost.getOrDefault(host, 0L);
    }

    Optional<HostedGuest> at(String host, int vmid) {
        return ofId(vmid).stream()
                .filter(guest -> lower(guest.host()).equals(host))
                .findFirst();
    }

    /** Its fixed IPv4 addresses, without prefix length; empty when one of its cards is given its address elsewhere. */
    static List<String> addresses(HostedGuest guest) {
        List<String> written = guest.networks().stream()
                .map(network -> String.valueOf(network.address4()))
                .toList();
        boolean fixed = written.stream().allMatch(address -> address.equals("null") || Networks.isCidr(address));
        return fixed
                ? written.stream()
                        .filter(Networks::isCidr)
                        .map(address -> address.substring(0, address.indexOf('/')))
                        .toList()
                : List.of();
    }

    /** The first three numbers of an IPv4 address. */
    static String network(String address) {
        return address.substring(0, address.lastIndexOf('.') + 1);
    }
}
