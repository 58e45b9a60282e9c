package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;

/**
 * One moment that several datasets have a snapshot of, in the order they were asked for. Snapshots are of one moment when they have one name and
 * were taken within a minute: copies keep both, and what sanoid or Brigade takes of a tree has one name.
 */
public record Moment(String snapshot, Instant at, List<Source> sources) {
    private static final Duration TOGETHER = Duration.ofMinutes(1);

    public Moment {
        sources = List.copyOf(sources);
    }

    public record Source(String dataset, String guid) {}

    /** The newest that all of them have; {@code kind} null for any. */
    public static Optional<Moment> newest(
            List<String> datasets, Map<String, List<Snapshot>> snapshots, SnapshotKind kind) {
        return snapshots.getOrDefault(datasets.getFirst(), List.of()).stream()
                .filter(snapshot ->
                        kind == null || SnapshotKind.of(snapshot.name()).equals(Optional.of(kind)))
                .sorted(Comparator.comparing(Snapshot::creation).reversed())
                .flatMap(snapshot -> of(snapshot, datasets, snapshots).stream())
                .findFirst();
    }

    private static Optional<Moment> of(Snapshot first, List<String> datasets, Map<String, List<Snapshot>> snapshots) {
        List<Source> sources = datasets.stream()
                .flatMap(dataset -> snapshots.getOrDefault(dataset, List.of()).stream()
                        .filter(snapshot -> isTogether(first, snapshot))
                        .map(snapshot -> new Source(dataset, snapshot.guid())))
                .toList();
        return sources.size() == datasets.size()
                ? Optional.of(new Moment(first.name(), first.creation(), sources))
                : Optional.empty();
    }

    private static boolean isTogether(Snapshot one, Snapshot other) {
        return one.name().equals(other.name())
                && Duration.between(one.creation(), other.creation()).abs().compareTo(TOGETHER) <= 0;
    }
}
