package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
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

    private final Set<String> held = new HashSet<>();
    private final List<String> wanted = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();
    private final Map<String, String> problems = new HashMap<>();

    /** {@code expired} are those that the policy lets go; of a dataset of which everything is kept for now they are held on. */
    void add(ManagedDataset managed, List<Snapshot> snapshots, List<SnapshotRef> expired) {
        Set<String> going = managed.keepAll() != null
                ? Set.of()
                : expired.stream().map(SnapshotRef::guid).collect(toSet());
        for (Snapshot snapshot : snapshots) {
            boolean isHeld = snapshot.holds().contains(SnapshotPolicy.HOLD_TAG);
            boolean wants = isHeldKind(managed.policy(), snapshot);
            String name = managed.dataset() + "@" + snapshot.name();
            if (isHeld) {
                held.add(name);
            }
            if (isHeld != wants && !going.contains(snapshot.guid())) {
                (wants ? wanted : unwanted).add(name);
            }
        }
    }

    /** Full names of those it destroys that have such a hold. */
    List<String> among(DestroySnapshots command) {
        return command.snapshots().stream()
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .filter(held::contains)
                .toList();
    }

    private static boolean isHeldKind(SnapshotPolicy policy, Snapshot snapshot) {
        Optional<SnapshotKind> kind = SnapshotKind.of(snapshot.name());
        return kind.isPresent() && policy.holds().contains(kind.get());
    }

    void set(Exec exec) {
        SnapshotHolds.hold(exec, first(wanted), this::note);
        SnapshotHolds.release(exec, first(unwanted), this::note);
    }

    private static List<String> first(List<String> all) {
        return all.subList(0, Math.min(MOST, all.size()));
    }

    /** What could not be changed now is not tried again before its time. */
    boolean hasMoreToDo() {
        boolean changesSome = Stream.concat(first(wanted).stream(), first(unwanted).stream())
                .anyMatch(name -> !problems.containsKey(dataset(name)));
        return changesSome && Math.max(wanted.size(), unwanted.size()) > MOST;
    }

    /** The datasets of which not all could be changed. */
    Set<String> failed() {
        return Set.copyOf(problems.keySet());
    }

    /** What zfs complains of names the snapshot; where it did not answer, none of the call can be relied upon. */
    private void note(List<String> names, ToolLines call) {
        if (call.succeeded()) {
            return;
        }
        if (!(call.end() instanceof ExecResult.Exited exited)) {
            names.forEach(name -> problems.putIfAbsent(dataset(name), ToolFailure.describe(call.end())));
            return;
        }
        exited.errors()
                .lines()
                .filter(line -> !line.contains(IS_THERE) && !line.contains(IS_GONE))
                .forEach(line -> names.stream()
                        .filter(name -> line.contains("'" + name + "'"))
                        .forEach(name -> problems.putIfAbsent(dataset(name), line)));
    }

    static String dataset(String snapshot) {
        return snapshot.substring(0, snapshot.indexOf('@'));
    }

    /** Null when all of the dataset's are as they are wanted. */
    String problem(String dataset) {
        return problems.get(dataset);
    }
}
