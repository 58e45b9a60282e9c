package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.sanoid.Policies;

/** Who takes snapshots of what, and who pulls them, as the machines' files say. */
final class Replication {
    private final Repository repository;
    private final Map<String, Policed> policed = new TreeMap<>();
    private final List<PullOf> pulls;
    private final NavigableMap<String, List<PullOf>> bySource = new TreeMap<>();
    private final Hosts hosts;
    private final Map<PullOf, Optional<Origin>> origins = new ConcurrentHashMap<>();

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
        pulls.forEach(pull -> bySource.computeIfAbsent(pull.pull().source().dataset(), _ -> new ArrayList<>())
                .add(pull));
        this.hosts = new Hosts(repository, this);
    }

    static Replication of(Repository repository) {
        return repository.view(Replication.class, Replication::new);
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

    /** The policies in this very folder. */
    Optional<Policed> own(String folder) {
        return Optional.ofNullable(policed.get(folder));
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
        return origins.computeIfAbsent(pull, hosts::origin);
    }

    /** The machine that a pull's target is named after. */
    Optional<String> namedAfter(PullOf pull) {
        return hosts.namedAfter(pull);
    }

    /** The pulls, of whatever machine, whose source is of this name, above it or below it. */
    Stream<PullOf> around(String dataset) {
        List<List<PullOf>> around =
                new ArrayList<>(bySource.subMap(dataset + "/", dataset + "0").values()); // '0' comes after '/'
        for (int end = dataset.length(); end > 0; end = dataset.lastIndexOf('/', end - 1)) {
            around.add(bySource.getOrDefault(dataset.substring(0, end), List.of()));
        }
        return around.stream().flatMap(List::stream);
    }

    /** True when a pull brings the dataset: its source is it, or lies above it and is recursive. */
    boolean covers(PullOf pull, String dataset) {
        return decides(pull, dataset)
                && (pull.pull().source().dataset().equals(dataset)
                        || !Exclusions.of(pull.pull()).mayLeaveOut(dataset));
    }

    /** True when it brings the dataset or leaves it out on purpose. */
    boolean decides(PullOf pull, String dataset) {
        String source = pull.pull().source().dataset();
        return source.equals(dataset) || (pull.pull().isRecursive() && dataset.startsWith(source + "/"));
    }

    /** True when a machine pulls the dataset from a host; one with --exclude may. */
    boolean isPulled(String puller, String host, String dataset) {
        return around(dataset)
                .filter(p ->
                        p.puller().equals(puller) && p.pull().source().host().equals(host))
                .anyMatch(p -> mayBring(p, dataset));
    }

    private boolean mayBring(PullOf pull, String dataset) {
        return decides(pull, dataset) || pull.pull().source().dataset().startsWith(dataset + "/");
    }

    /** True when the dataset of a machine is itself one that it pulls from elsewhere, or lies around one. */
    boolean isReceived(String folder, String dataset) {
        return pulls.stream()
                .filter(p -> p.puller().equals(folder) && !p.pull().target().isRemote())
                .anyMatch(p -> (dataset + "/").startsWith(p.target() + "/")
                        || p.target().startsWith(dataset + "/"));
    }
}
