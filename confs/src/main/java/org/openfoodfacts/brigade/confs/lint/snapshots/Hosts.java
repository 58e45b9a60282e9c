package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Which machine's folder the host of a pull is: as {@code fleet.yaml} says; else a guess, from its name, from the address in a machine's
 * network/interfaces, or from the name of the target. An address alone means nothing, since sites use the same ones.
 */
final class Hosts {
    private static final Pattern ADDRESS = Pattern.compile("\\s*address\\s+([0-9a-fA-F.:]+)(?:/\\d+)?\\s*");
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

    private final Repository repository;
    private final Replication replication;
    private final Map<String, Set<String>> byAddress = new HashMap<>();

    Hosts(Repository repository, Replication replication) {
        this.repository = repository;
        this.replication = replication;
        for (Policed machine : replication.policed()) {
            repository.of(machine.source().folder()).stream()
                    .filter(source -> source.inFolder().startsWith("network/interfaces"))
                    .forEach(this::addresses);
        }
    }

    private void addresses(Source interfaces) {
        for (String line : interfaces.text().lines()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.matches()) {
                byAddress
                        .computeIfAbsent(address.group(1), _ -> new TreeSet<>())
                        .add(interfaces.folder());
            }
        }
    }

    Optional<Origin> origin(PullOf pull) {
        String host = pull.pull().source().host();
        if (host.isEmpty()) {
            return replication.policed(pull.puller()).map(here -> new Origin(here, null));
        }
        List<FleetNode> declared = repository.fleet().map(Fleet::nodes).orElse(List.of()).stream()
                .filter(node -> node.name().equals(host) || node.addresses().contains(host))
                .toList();
        return declared.isEmpty()
                ? guessed(pull, host)
                : near(declared, pull.puller()).stream()
                        .flatMap(node -> node.folders().stream())
                        .flatMap(folder -> replication.policed(folder).stream())
                        .findFirst()
                        .map(there -> new Origin(there, null));
    }

    /** The same address exists at several sites, and then means the one at the puller's. */
    private Optional<FleetNode> near(List<FleetNode> nodes, String puller) {
        String site = repository
                .machine()
                .node(puller)
                .map(node -> node.placement().site())
                .orElse(null);
        List<FleetNode> near = nodes.size() == 1
                ? nodes
                : nodes.stream()
                        .filter(node ->
                                site != null && site.equals(node.placement().site()))
                        .toList();
        return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
    }

    private Optional<Origin> guessed(PullOf pull, String host) {
        boolean named = host.contains(".") && !IPV4.matcher(host).matches();
        String name = named ? host.substring(0, host.indexOf('.')) : host;
        Set<String> owners = byAddress.getOrDefault(host, Set.of());
        return origin(pull, name, "'" + host + "' is the machine of the folder " + name)
                .or(() -> owners.stream()
                        .filter(_ -> owners.size() == 1)
                        .findFirst()
                        .flatMap(owner -> origin(pull, owner, host + " stands in its network/interfaces")))
                .or(() -> byTarget(pull));
    }

    /** A copy is often named after the machine it comes from: {@code copies/web1/…}, {@code copies/web1-mail}; the longest name is meant. */
    private Optional<Origin> byTarget(PullOf pull) {
        return namedAfter(pull).flatMap(folder -> origin(pull, folder, pull.target() + " is named after " + folder));
    }

    Optional<String> namedAfter(PullOf pull) {
        return Stream.of(pull.target().split("/"))
                .flatMap(Hosts::namesItBeginsWith)
                .filter(folder -> replication.own(folder).isPresent())
                .max(Comparator.comparingInt(String::length));
    }

    /** The part itself, and what stands before each of its '-'. */
    private static Stream<String> namesItBeginsWith(String part) {
        return IntStream.rangeClosed(1, part.length())
                .filter(end -> end == part.length() || part.charAt(end) == '-')
                .mapToObj(end -> part.substring(0, end));
    }

    private Optional<Origin> origin(PullOf pull, String folder, String because) {
        return folder.equals(pull.puller())
                ? Optional.empty()
                : replication.own(folder).map(there -> new Origin(there, because));
    }
}
