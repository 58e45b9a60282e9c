package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Repository;

/**
 * Which machine a client's {@code connect} means: by its address in {@code fleet.yaml}, else the one whose servers carry the names and
 * ports of most clients that connect to that name; none when two are equally likely.
 */
final class Places {
    private final Repository repository;
    private final Map<String, List<End>> servers;
    private final Map<String, Map<String, Integer>> votes = new HashMap<>();

    Places(Repository repository, List<End> ends) {
        this.repository = repository;
        this.servers = ends.stream()
                .filter(e -> !e.isClient())
                .collect(Collectors.groupingBy(End::folder, TreeMap::new, Collectors.toList()));
        // Many machines have the same file, so what is alike is compared with the servers once.
        Map<Voter, Integer> alike = new HashMap<>();
        ends.stream()
                .filter(End::isClient)
                .forEach(client -> client.connects()
                        .forEach(c -> alike.merge(new Voter(client.name(), c.host(), c.port()), 1, Integer::sum)));
        alike.forEach(this::vote);
    }

    /** A client's service name and where it connects to. */
    private record Voter(String name, String host, String port) {}

    /** A port and a name that both fit count as more than two ports. */
    private void vote(Voter voter, int times) {
        servers.forEach((folder, ends) -> {
            int fits = ends.stream()
                    .mapToInt(s -> s.acceptsOn(voter.port()) ? s.name().equalsIgnoreCase(voter.name()) ? 3 : 1 : 0)
                    .max()
                    .orElse(0);
            if (fits > 0) {
                votes.computeIfAbsent(voter.host(), _ -> new HashMap<>()).merge(folder, fits * times, Integer::sum);
            }
        });
    }

    /** The servers of a machine. */
    List<End> servers(String folder) {
        return servers.getOrDefault(folder, List.of());
    }

    Optional<Place> of(String host) {
        Set<String> declared = repository.fleet().stream()
                .flatMap(fleet -> fleet.nodes().stream())
                .filter(node -> node.addresses().contains(host) || node.name().equals(host))
                .map(FleetNode::folders)
                .flatMap(List::stream)
                .filter(servers::containsKey)
                .collect(Collectors.toSet());
        if (declared.size() == 1) {
            return Optional.of(new Place(declared.iterator().next(), null, Integer.MAX_VALUE));
        }
        Map<String, Integer> counted = votes.getOrDefault(host, Map.of());
        int most = counted.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<String> likely = counted.entrySet().stream()
                .filter(e -> e.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return likely.size() == 1
                ? Optional.of(new Place(
                        likely.getFirst(), host + " is " + likely.getFirst() + ", whose tunnels fit best", most))
                : Optional.empty();
    }

    /** {@code guessed} is null when {@code fleet.yaml} says it; {@code fits} counts how well the clients fit, 3 for a name with its port. */
    record Place(String folder, String guessed, int fits) {
        private static final int TWO_SERVICES = 6;

        boolean isSure() {
            return fits >= TWO_SERVICES;
        }
    }
}
