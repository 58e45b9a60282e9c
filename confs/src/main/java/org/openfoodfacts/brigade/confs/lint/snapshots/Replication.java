package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.sanoid.Policies;

/** Who takes snapshots of what, and who pulls them, as the machines' files say. */
final class Replication {
    private final Repository repository;
    private final Map<String, Policed> policed = new TreeMap<>();
    private final List<PullOf> pulls;

    private Replication(Repository repository) {
        this.repository = repository;
        repository.all(Formats.SANOID).stream()
                .filter(read -> !read.source().folder().equals(Repository.SHARED))
                .forEach(read -> policed.putIfAbsent(
                        read.source().folder(), new Policed(read.source(), new Policies(read.value()))));
        this.pulls = repository.all(Formats.SYNCOID).stream()
                .filter(read -> !read.source().folder().equals(Repository.SHARED))
                .flatMap(read -> read.value().pulls().stream().map(pull -> new PullOf(read.source(), pull)))
                .toList();
    }

    static Replication of(Repository repository) {
        return new Replication(repository);
    }

    List<PullOf> pulls() {
        return pulls;
    }

    Collection<Policed> policed() {
        return policed.values();
    }

    /** The pulls of each machine, in the order of its file. */
    Collection<List<PullOf>> byPuller() {
        Map<String, List<PullOf>> byPuller = new TreeMap<>();
        pulls.forEach(pull ->
                byPuller.computeIfAbsent(pull.puller(), _ -> new ArrayList<>()).add(pull));
        return byPuller.values();
    }

    /** The policies of the machine that a folder belongs to; it may own another folder that holds them. */
    Optional<Policed> policed(String folder) {
        Stream<String> siblings = repository.machine().node(folder).stream().flatMap(node -> node.folders().stream());
        return Stream.concat(Stream.of(folder), siblings)
                .map(policed::get)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    /** The machine a pull reads from; empty when that is not known, or has no policies in the repository. */
    Optional<Origin> origin(PullOf pull) {
        String host = pull.pull().source().host();
        if (host.isEmpty()) {
            return policed(pull.puller()).map(here -> new Origin(here, null));
        }
        Optional<FleetNode> declared = declared(host, pull.puller());
        if (declared.isPresent()) {
            return declared.flatMap(node -> node.folders().stream()
                            .map(policed::get)
                            .flatMap(Stream::ofNullable)
                            .findFirst())
                    .map(there -> new Origin(there, null));
        }
        String name = host.contains(".") && !host.matches("[0-9.]+") ? host.substring(0, host.indexOf('.')) : host;
        return Optional.ofNullable(policed.get(name))
                .filter(there -> !name.equals(pull.puller()))
                .map(there -> new Origin(there, "'" + host + "' is the machine of the folder " + name));
    }

    /** The same address exists at several sites, and then means the one at the puller's. */
    private Optional<FleetNode> declared(String host, String puller) {
        List<FleetNode> nodes = repository.fleet().map(Fleet::nodes).orElse(List.of()).stream()
                .filter(node -> node.name().equals(host) || node.addresses().contains(host))
                .toList();
        if (nodes.size() < 2) {
            return nodes.stream().findFirst();
        }
        String site = repository
                .machine()
                .node(puller)
                .map(node -> node.placement().site())
                .orElse(null);
        List<FleetNode> near = nodes.stream()
                .filter(node -> site != null && site.equals(node.placement().site()))
                .toList();
        return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
    }
}
