package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.zfs.ListingErrors;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsListing;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * The snapshots of the managed datasets of one pool, oldest first. Of holds it knows only that there are some, until it is told the tags. Of a dataset that
 * has a problem nothing may be concluded: zfs did not say what there is.
 */
final class SnapshotListing {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes 2 MiB of arguments. */
    private static final int DATASETS_PER_CALL = 4000;

    /** What zfs says of each is kept until it has been read. */
    private static final int HELD_PER_CALL = 1000;

    private static final int ZFS_FAILED = 1;

    private final Exec exec;
    private final RoundLimits limits;
    private final SnapshotRows rows = new SnapshotRows();
    private final Map<String, String> problems = new HashMap<>();
    /** Asked for the tags of some of its snapshots, zfs did not say. */
    private final Set<String> untold = new LinkedHashSet<>();
    /** Not asked any more. */
    private final Set<String> unasked = new LinkedHashSet<>();

    private boolean isSilent;
    private String problem;

    private SnapshotListing(Exec exec, RoundLimits limits) {
        this.exec = exec;
        this.limits = limits;
    }

    /** @param limits of looking for those that zfs complains of without a name */
    static SnapshotListing of(Exec exec, List<String> datasets, RoundLimits limits) {
        SnapshotListing listing = new SnapshotListing(exec, limits);
        for (int start = 0; start < datasets.size() && listing.problem == null; start += DATASETS_PER_CALL) {
            listing.list(datasets.subList(start, Math.min(start + DATASETS_PER_CALL, datasets.size())));
        }
        return listing;
    }

    private void list(List<String> asked) {
        ExecResult end = exec.run(invocation(asked), rows, Cancellation.never());
        if (!(end instanceof ExecResult.Exited exited) || exited.code() > ZFS_FAILED) {
            problem = "zfs list: " + ToolFailure.describe(end);
        } else if (rows.odd() != null) {
            problem = "zfs list printed a line of another form: " + rows.odd();
        } else {
            end(asked, exited);
        }
    }

    private static Invocation invocation(List<String> datasets) {
        List<String> argv = new ArrayList<>(List.of("zfs", "list", "-Hp", "-d", "1"));
        argv.addAll(List.of("-t", "filesystem,volume,snapshot", "-s", "createtxg", "-o", SnapshotRows.COLUMNS));
        argv.addAll(datasets);
        return Invocation.of(argv.toArray(String[]::new)).within(PATIENCE);
    }

    private void end(List<String> asked, ExecResult.Exited end) {
        String words = "zfs list: " + ToolFailure.describe(end);
        ListingErrors errors = ListingErrors.of(end.errors(), asked);
        boolean unexplained = end.code() != 0 && errors.isNone();
        if (ZfsListing.isCutSomewhere(end) || unexplained) {
            rows.forget(asked);
            doubt(asked, words);
            return;
        }
        errors.unread().forEach((dataset, line) -> problems.put(dataset, "zfs list: " + line));
        asked.stream()
                .filter(dataset -> rows.of(dataset) == null && !errors.missing().contains(dataset))
                .forEach(dataset -> problems.putIfAbsent(dataset, words));
    }

    /** One of them, but not which, may lack some of its snapshots: by halves it is found with few calls. */
    private void doubt(List<String> asked, String words) {
        if (asked.size() == 1 || limits.isTimeUp()) {
            asked.forEach(dataset -> problems.put(dataset, words));
            return;
        }
        limits.begin();
        list(asked.subList(0, asked.size() / 2));
        if (problem == null) {
            list(asked.subList(asked.size() / 2, asked.size()));
        }
    }

    /**
     * Asks for the tags of those that are held; of one whose tags are not told it stays known that it is held. After a call that did not end no other is
     * asked for, and no other dataset's when the time is up.
     *
     * @param datasets in this order
     */
    void askTags(List<String> datasets, RoundLimits time) {
        time.begin();
        Map<List<String>, List<String>> same = new HashMap<>();
        List<String> next = new ArrayList<>();
        for (String dataset : datasets) {
            List<String> held = problem(dataset) == null ? rows.held(dataset) : List.of();
            if (!held.isEmpty() && (isSilent || time.isTimeUp())) {
                unasked.add(dataset);
                continue;
            }
            for (String snapshot : held) {
                next.add(snapshot);
                if (next.size() == HELD_PER_CALL) {
                    askTags(next, same);
                    next.clear();
                }
            }
        }
        askTags(next, same);
    }

    private void askTags(List<String> held, Map<List<String>, List<String>> same) {
        if (isSilent) {
            held.forEach(snapshot -> untold.add(PolicyHolds.dataset(snapshot)));
            return;
        }
        SnapshotHolds.Told told = SnapshotHolds.told(exec, held);
        Map<String, List<String>> tags = new HashMap<>();
        told.tags().forEach((snapshot, of) -> tags.put(snapshot, same.computeIfAbsent(List.copyOf(of), one -> one)));
        rows.hold(held, tags);
        told.untold().forEach(snapshot -> untold.add(PolicyHolds.dataset(snapshot)));
        isSilent = told.silent();
    }

    /** Whether zfs did not say whose the holds of some of its snapshots are: of it nothing may be held or destroyed. */
    boolean isUntold(String dataset) {
        return untold.contains(dataset) || unasked.contains(dataset);
    }

    List<String> untold() {
        return Stream.concat(unasked.stream(), untold.stream()).toList();
    }

    /** Those of them for which zfs was not even asked. */
    Set<String> unasked() {
        return unasked;
    }

    /** Of all of them; null when zfs answered. */
    String problem() {
        return problem;
    }

    /** Null when it was listed, or is not there. */
    String problem(String dataset) {
        return problem != null ? problem : problems.get(dataset);
    }

    /** Empty when there is no such dataset, and when it has a problem. Each is made when it is asked for. */
    Optional<List<Snapshot>> of(String dataset) {
        return problem(dataset) != null ? Optional.empty() : Optional.ofNullable(rows.of(dataset));
    }
}
