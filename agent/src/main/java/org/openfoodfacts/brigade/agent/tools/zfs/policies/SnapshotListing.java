package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
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

    private static final Pattern CANNOT_OPEN = Pattern.compile("cannot open '([^']+)': (.*)");
    private static final String IS_GONE = "dataset does not exist";

    private final SnapshotRows rows = new SnapshotRows();
    private final Map<String, String> problems = new HashMap<>();
    private final Set<String> untold = new HashSet<>();
    private String problem;

    private SnapshotListing() {}

    static SnapshotListing of(Exec exec, List<String> datasets) {
        SnapshotListing listing = new SnapshotListing();
        for (int start = 0; start < datasets.size() && listing.problem == null; start += DATASETS_PER_CALL) {
            List<String> some = datasets.subList(start, Math.min(start + DATASETS_PER_CALL, datasets.size()));
            listing.end(exec.run(list(some), listing.rows, Cancellation.never()), Set.copyOf(some));
        }
        return listing;
    }

    /** Of a pool that is not asked again so soon. */
    static SnapshotListing unanswered(String problem) {
        SnapshotListing listing = new SnapshotListing();
        listing.problem = problem;
        return listing;
    }

    private static Invocation list(List<String> datasets) {
        List<String> argv = new ArrayList<>(List.of("zfs", "list", "-Hp", "-d", "1"));
        argv.addAll(List.of("-t", "filesystem,volume,snapshot", "-s", "createtxg", "-o", SnapshotRows.COLUMNS));
        argv.addAll(datasets);
        return Invocation.of(argv.toArray(String[]::new)).within(PATIENCE);
    }

    private void end(ExecResult end, Set<String> asked) {
        if (end.success().isEmpty() && !isOfSome(end, asked)) {
            problem = "zfs list: " + ToolFailure.describe(end);
        } else if (rows.odd() != null) {
            problem = "zfs list printed a line of another form: " + rows.odd();
        }
    }

    /** Whether it complained only of datasets by their names: what it printed of the others is good. */
    private boolean isOfSome(ExecResult end, Set<String> asked) {
        return end instanceof ExecResult.Exited exited
                && !exited.errors().isBlank()
                && exited.errors().lines().allMatch(line -> isOfOne(line, asked));
    }

    private boolean isOfOne(String line, Set<String> asked) {
        Matcher complaint = CANNOT_OPEN.matcher(line);
        if (!complaint.matches() || !asked.contains(complaint.group(1))) {
            return false;
        }
        if (!complaint.group(2).equals(IS_GONE)) {
            problems.put(complaint.group(1), "zfs list: " + line);
        }
        return true;
    }

    /** Asks for the tags of those that are held; of one whose tags are not told it stays known that it is held. */
    void askTags(Exec exec) {
        if (problem != null) {
            return;
        }
        Map<List<String>, List<String>> same = new HashMap<>();
        List<String> next = new ArrayList<>();
        for (String dataset : rows.datasets()) {
            for (String held : rows.held(dataset)) {
                next.add(held);
                if (next.size() == HELD_PER_CALL) {
                    askTags(exec, next, same);
                    next.clear();
                }
            }
        }
        askTags(exec, next, same);
    }

    private void askTags(Exec exec, List<String> held, Map<List<String>, List<String>> same) {
        SnapshotHolds.Told told = SnapshotHolds.told(exec, held);
        Map<String, List<String>> tags = new HashMap<>();
        told.tags().forEach((snapshot, of) -> tags.put(snapshot, same.computeIfAbsent(List.copyOf(of), one -> one)));
        rows.hold(held, tags);
        told.untold().forEach(snapshot -> untold.add(PolicyHolds.dataset(snapshot)));
    }

    /** Whether zfs did not say whose the holds of some of its snapshots are: of it nothing may be destroyed. */
    boolean isUntold(String dataset) {
        return untold.contains(dataset);
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
