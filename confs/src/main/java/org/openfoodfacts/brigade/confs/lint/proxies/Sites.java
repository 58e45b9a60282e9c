package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;

/**
 * Who owns which address at which site. A machine's site is what {@code fleet.yaml} says, else the part of its folder's name that hosts have
 * too: {@code ovh1-reverse-proxy} stands where {@code ovh2} stands.
 */
final class Sites {
    private static final Set<String> ROLES = Set.of("proxy", "reverse", "nginx", "web", "public", "");

    private final Repository repository;
    private final Map<String, Map<String, List<String>>> ownersBySite = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    private Sites(Repository repository) {
        this.repository = repository;
        repository.all(Formats.GUEST).forEach(read -> {
            Optional<String> site = site(read.source().folder());
            ids.add(String.valueOf(read.value().vmid()));
            read.value().networks().stream()
                    .filter(n -> n.address4() != null && n.address4().contains("/"))
                    .forEach(n -> site.ifPresent(
                            s -> add(s, n.address4().split("/")[0], read.value().name())));
        });
        repository
                .fleet()
                .ifPresent(fleet -> fleet.nodes()
                        .forEach(node -> node.addresses()
                                .forEach(a -> add(node.placement().site(), a, node.name()))));
    }

    static Sites of(Repository repository) {
        return repository.view(Sites.class, Sites::new);
    }

    private void add(String site, String address, String owner) {
        ownersBySite
                .computeIfAbsent(site, _ -> new HashMap<>())
                .computeIfAbsent(address, _ -> new ArrayList<>())
                .add(owner);
    }

    /** Empty when the folder's name does not tell, or {@code fleet.yaml} has no usable one. */
    Optional<String> site(String folder) {
        Optional<FleetNode> node = repository.machine().node(folder);
        if (node.isPresent()) {
            return node.map(n -> n.placement().site());
        }
        List<String> tokens = Arrays.stream(folder.split("[-_]"))
                .map(t -> t.replaceFirst("\\d+$", ""))
                .filter(t -> !ROLES.contains(t))
                .distinct()
                .toList();
        return tokens.size() == 1 ? Optional.of(tokens.getFirst()) : Optional.empty();
    }

    /** The names of those that have the address at the site. */
    List<String> owners(String site, String address) {
        return ownersBySite.getOrDefault(site, Map.of()).getOrDefault(address, List.of());
    }

    /** How many addresses of its network are known at the site. */
    long neighbours(String site, String address) {
        String network = address.substring(0, address.lastIndexOf('.') + 1);
        return ownersBySite.getOrDefault(site, Map.of()).keySet().stream()
                .filter(a -> a.startsWith(network))
                .count();
    }

    /** A guest has it, or a guest's number ends it: virtual machines set their addresses themselves, by that convention. */
    boolean isOwnedAnywhere(String address) {
        return ids.contains(address.substring(address.lastIndexOf('.') + 1))
                || ownersBySite.values().stream().anyMatch(owners -> owners.containsKey(address));
    }
}
