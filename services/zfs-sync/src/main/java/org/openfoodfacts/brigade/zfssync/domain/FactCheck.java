package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/** Whether a fact can be stored. One that cannot be is poison: tried again for ever, it would hold up all facts behind it. */
public final class FactCheck {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private FactCheck() {}

    /** Why the fact can never be stored; empty when it can be. */
    public static Optional<String> objection(Fact fact) {
        return switch (fact) {
            case PoolsFact pools -> named("pool", pools.pools(), Pool::name, Pool::guid);
            case PoolStatusFact status ->
                named("pool", status.pools(), PoolStatus::name, PoolStatus::state)
                        .or(() -> outOfReach(status.pools().stream().map(PoolStatus::scrubbedAt)));
            case DisksFact disks ->
                disks.disks().stream().anyMatch(disk -> disk.device() == null)
                        ? Optional.of("a disk has no device")
                        : Optional.empty();
            case DatasetsFact datasets -> named("dataset", datasets.datasets(), Dataset::name, Dataset::guid);
            case SnapshotsFact snapshots ->
                snapshots.dataset() == null
                        ? Optional.of("the dataset is missing")
                        : named("snapshot", snapshots.snapshots(), Snapshot::name, Snapshot::guid)
                                .or(() -> missingCreation(snapshots))
                                .or(() -> outOfReach(
                                        snapshots.snapshots().stream().flatMap(FactCheck::times)));
            case PoliciesFact policies ->
                named("policy", policies.runs(), PolicyRun::dataset, PolicyRun::dataset)
                        .or(() -> outOfReach(Stream.ofNullable(policies.ranAt())));
            default -> Optional.empty();
        };
    }

    private static Optional<String> missingCreation(SnapshotsFact fact) {
        return fact.snapshots().stream()
                .filter(s -> s.creation() == null)
                .findFirst()
                .map(s -> "the snapshot '" + s.name() + "' has no creation");
    }

    private static Stream<Instant> times(Snapshot snapshot) {
        return Stream.of(
                snapshot.creation(),
                snapshot.expiry() == null ? null : snapshot.expiry().expiresAt());
    }

    /** The years that a table can tell are fewer than Java's. */
    private static Optional<String> outOfReach(Stream<Instant> times) {
        return times.filter(Objects::nonNull)
                .filter(time -> time.isBefore(EARLIEST) || time.isAfter(LATEST))
                .findFirst()
                .map(time -> "it says " + time + ", which no table can hold");
    }

    private static <T> Optional<String> named(
            String what, List<T> items, Function<T, String> name, Function<T, String> guid) {
        Set<String> seen = new HashSet<>();
        return items.stream()
                .map(item -> objection(what, name.apply(item), guid.apply(item), seen))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String objection(String what, String name, String guid, Set<String> seen) {
        if (name == null || guid == null) {
            return "a " + what + " has no name or no guid";
        }
        return seen.add(name) ? null : "the " + what + " '" + name + "' stands twice";
    }
}
