package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * The policies' own holds: on all of the held kinds that stay, and on none whose kind is held no more; what goes loses it when it is destroyed. zfs waits for
 * the pool after each, so only so many are changed in a round.
 */
final class PolicyHolds {
    static final int MOST = 500;

    private static final String IS_THERE = "tag already exists";
    private static final String IS_GONE = "no such tag";

    private final Changes wanted = new Changes();
    private final Changes unwanted = new Changes();
    private final Map<String, String> problems = new HashMap<>();
    /** Datasets of which some were too many. */
    private final Set<String> beyond = new HashSet<>();

    /** Full names of the first of them, how many they are in all, and how many were tried. */
    private static final class Changes {
        private final List<String> first = new ArrayList<>();
        private int all;
        private int tried;

        /** False when it is one too many. */
        boolean add(String name) {
            all++;
            return first.size() < MOST && first.add(name);
        }

        List<String> untried() {
            return first.subList(tried, first.size());
        }

        List<String> next() {
            return first.subList(tried, Math.min(tried + SnapshotHolds.CHANGED_PER_CALL, first.size()));
        }
    }

    private interface Change {
        void make(Exec exec, Collection<String> names, BiConsumer<List<String>, ToolLines> each);
    }

    /** {@code expired} are those that the policy lets go; of a dataset of which everything is kept for now they are held on. */
    void add(ManagedDataset managed, List<Snapshot> snapshots, List<SnapshotRef> expired) {
        Set<String> going = managed.keepAll() != null
                ? Set.of()
                : expired.stream().map(SnapshotRef::guid).collect(toSet());
        for (Snapshot snapshot : snapshots) {
            boolean wants = isHeldKind(managed.policy(), snapshot);
            if (isHeld(snapshot) != wants && !going.contains(snapshot.guid())) {
                add(wants ? wanted : unwanted, managed.dataset(), snapshot.name());
            }
        }
    }

    private void add(Changes changes, String dataset, String snapshot) {
        if (!changes.add(dataset + "@" + snapshot)) {
            beyond.add(dataset);
        }
    }

    private static boolean isHeld(Snapshot snapshot) {
        return snapshot.holds().contains(SnapshotPolicy.HOLD_TAG);
    }

    /** Full names of those that have such a hold. */
    static List<String> held(String dataset, List<Snapshot> snapshots) {
        return snapshots.stream()
                .filter(PolicyHolds::isHeld)
                .map(snapshot -> dataset + "@" + snapshot.name())
                .toList();
    }

    private static boolean isHeldKind(SnapshotPolicy policy, Snapshot snapshot) {
        Optional<SnapshotKind> kind = SnapshotKind.of(snapshot.name());
        return kind.isPresent() && policy.holds().contains(kind.get());
    }

    void set(Exec exec, RoundLimits limits) {
        set(exec, wanted, SnapshotHolds::hold, limits);
        set(exec, unwanted, SnapshotHolds::release, limits);
    }

    private void set(Exec exec, Changes changes, Change change, RoundLimits limits) {
        for (List<String> next = changes.next(); !next.isEmpty() && !limits.isTimeUp(); next = changes.next()) {
            change.make(exec, next, this::note);
            changes.tried += next.size();
        }
    }

    /**
     * What could not be changed now is not tried again before its time: another round follows only where this one changed some, or had no time for any.
     */
    boolean leaveSome() {
        boolean triedNone = wanted.tried + unwanted.tried == 0;
        boolean changedSome = Stream.of(wanted, unwanted)
                .flatMap(changes -> changes.first.subList(0, changes.tried).stream())
                .anyMatch(name -> !problems.containsKey(dataset(name)));
        return (triedNone || changedSome) && (wanted.tried < wanted.all || unwanted.tried < unwanted.all);
    }

    /** Of which not all were tried that are to be changed. */
    Set<String> unfinished() {
        Set<String> unfinished = new HashSet<>(beyond);
        Stream.of(wanted, unwanted)
                .flatMap(changes -> changes.untried().stream())
                .forEach(name -> unfinished.add(dataset(name)));
        return unfinished;
    }

    /** By dataset of which not all could be changed. */
    Map<String, String> problems() {
        return Map.copyOf(problems);
    }

    /**
     * What zfs complains of names the snapshot, or concerns the whole call; where it did not answer, none of the call can be relied upon. Nothing is wrong
     * with one that is as it was wanted already.
     */
    private void note(List<String> names, ToolLines call) {
        if (call.succeeded()) {
            return;
        }
        if (!(call.end() instanceof ExecResult.Exited exited) || exited.errors().isBlank()) {
            note(names, ToolFailure.describe(call.end()));
            return;
        }
        exited.errors()
                .lines()
                .filter(line -> !line.contains(IS_THERE) && !line.contains(IS_GONE))
                .forEach(line -> {
                    List<String> named = names.stream()
                            .filter(name -> line.contains("'" + name + "'"))
                            .toList();
                    note(named.isEmpty() ? names : named, line);
                });
    }

    private void note(List<String> names, String why) {
        names.forEach(name -> problems.putIfAbsent(dataset(name), why));
    }

    static String dataset(String snapshot) {
        return snapshot.substring(0, snapshot.indexOf('@'));
    }

    /** Null when all of the dataset's are as they are wanted, or were not tried. */
    String problem(String dataset) {
        return problems.get(dataset);
    }
}
