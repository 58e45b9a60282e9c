package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;

/** From round to round: what failed, and what comes first next time, so that nothing that fails or takes long keeps another dataset or pool waiting for ever. */
final class PolicyTurns {
    /** Datasets of which not all could be done that was to be, and why; the one that has waited the longest first. */
    private final Map<String, Failure> failing = new LinkedHashMap<>();

    /** Of those that were due since the last quarter, and could not be taken. */
    private final Map<String, String> untaken = new HashMap<>();
    /** Datasets that could not be listed when they were last, and why. */
    private final Map<String, String> unlisted = new HashMap<>();

    /** Datasets of which nobody was asked yet who holds some of them; the one that has waited the longest first. */
    private final Set<String> unasked = new LinkedHashSet<>();

    private final Map<String, PolicyRun> runs = new HashMap<>();

    /** In the order in which they had their turn. */
    private final List<String> pools = new ArrayList<>();
    /** Pools of which the last round left something that need not wait for its time. */
    private Set<String> left = Set.of();

    /** {@code waits} when it is not tried again before its time. */
    private record Failure(String why, boolean waits) {}

    void retain(Set<String> datasets) {
        failing.keySet().retainAll(datasets);
        untaken.keySet().retainAll(datasets);
        unlisted.keySet().retainAll(datasets);
        unasked.retainAll(datasets);
        runs.keySet().retainAll(datasets);
    }

    /** The time has come for all. */
    void beginAnew(Set<String> all) {
        left = Set.copyOf(all);
        untaken.clear();
    }

    void leave(Set<String> some) {
        left = Set.copyOf(some);
    }

    boolean isLeft(String pool) {
        return left.contains(pool);
    }

    /** Not all could be done, and it waits for its time. */
    void failed(String dataset, String why) {
        fail(dataset, new Failure(why, true));
    }

    /** Some could not be done, and others were not tried yet. */
    void failedInPart(String dataset, String why) {
        fail(dataset, new Failure(why, false));
    }

    private void fail(String dataset, Failure failure) {
        failing.remove(dataset);
        failing.put(dataset, failure);
    }

    /** Whether it failed and is not tried again before its time. */
    boolean waits(String dataset) {
        Failure failure = failing.get(dataset);
        return failure != null && failure.waits();
    }

    void succeeded(String dataset) {
        failing.remove(dataset);
    }

    /** Why it failed last; null when it did not. */
    String failure(String dataset) {
        Failure failure = failing.get(dataset);
        return failure == null ? null : failure.why();
    }

    /** What fails again and again keeps no other dataset waiting; of those that fail the one that has waited the longest comes first. */
    List<ManagedDataset> failingLast(Collection<ManagedDataset> datasets) {
        List<String> waiting = List.copyOf(failing.keySet());
        return datasets.stream()
                .sorted(Comparator.comparingInt(managed -> waiting.indexOf(managed.dataset())))
                .toList();
    }

    /** Those first that were left out last time. */
    List<String> unaskedFirst(List<String> datasets) {
        List<String> inTurn = new ArrayList<>(unasked);
        inTurn.retainAll(Set.copyOf(datasets));
        inTurn.addAll(
                datasets.stream().filter(dataset -> !unasked.contains(dataset)).toList());
        return inTurn;
    }

    /** @param left those of them for which there was no time */
    void asked(Collection<String> datasets, Collection<String> left) {
        unasked.removeAll(Set.copyOf(datasets));
        unasked.addAll(left);
    }

    /** The one whose turn is the longest ago first. */
    List<String> poolsInTurn(Collection<String> all) {
        return all.stream().sorted(Comparator.comparingInt(pools::indexOf)).toList();
    }

    void hadItsTurn(String pool) {
        pools.remove(pool);
        pools.add(pool);
    }

    /** @param problem why not; null when it could be */
    void listed(String dataset, String problem) {
        if (problem == null) {
            unlisted.remove(dataset);
        } else {
            unlisted.put(dataset, problem);
        }
    }

    /** Why it could not be listed last; null when it could. */
    String unlisted(String dataset) {
        return unlisted.get(dataset);
    }

    void untaken(String dataset, String why) {
        untaken.put(dataset, why);
    }

    /** Why not all that was due could be taken; null when it could, or was not tried. */
    String untaken(String dataset) {
        return untaken.get(dataset);
    }

    /** @param run of holding and destroying alone */
    void ran(PolicyRun run) {
        runs.put(run.dataset(), run);
    }

    /** What is known of one that was not looked at now: as it was when it last was, with nothing destroyed since. */
    PolicyRun stillSo(String dataset) {
        PolicyRun last = runs.get(dataset);
        return last == null
                ? new PolicyRun(dataset, List.of(), 0, 0, 0, null)
                : new PolicyRun(dataset, List.of(), 0, last.spared(), last.waiting(), last.problem());
    }
}
