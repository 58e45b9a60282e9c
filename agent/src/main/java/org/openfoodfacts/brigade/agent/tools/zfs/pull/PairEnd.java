package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.ListingErrors;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsListing;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

/** The zfs at one end of some pairs: here ({@code route} null), or over one ssh connection that all calls share. */
record PairEnd(Exec exec, SshRoute route, List<String> sshOptions) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The far user's own PATH often lacks the folders of administrators' tools. */
    private static final List<String> FAR_ENVIRONMENT =
            List.of("env", "LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    /**
     * What comes faster than it is received waits in a buffer of ssh that grows by a packet at a time, and with glibc's own limits each step of a
     * fresh process is a new mapping, filled by a copy and unmapped after it. mallopt(3) says what these do.
     */
    private static final Map<String, String> SSH_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", String.valueOf(32 << 20), "MALLOC_TRIM_THRESHOLD_", String.valueOf(64 << 20));

    private static final String FEATURE = "feature@";
    private static final int SSH_FAILED = 255;
    private static final int ZFS_FAILED = 1;

    PairEnd {
        sshOptions = List.copyOf(sshOptions);
    }

    /** What is there, or how asking for it ended. */
    sealed interface Reading {}

    /** Each dataset that was asked for, also one that is missing; but for those in {@code unread}, with what zfs said against them. */
    record Found(Map<String, Dataset> datasets, Map<String, String> unread) implements Reading {}

    /** Of none anything is known. */
    record Unread(ExecResult end) implements Reading {}

    /** {@code held} are the names of its snapshots that somebody holds. */
    record Dataset(DatasetState state, List<String> held, boolean volume) {
        static final Dataset MISSING = new Dataset(DatasetState.MISSING, List.of(), false);

        Optional<Snapshot> find(String guid) {
            return state.snapshots().stream()
                    .filter(snapshot -> snapshot.guid().equals(guid))
                    .findFirst();
        }

        /** What is left of it when neither the snapshots before this transaction group nor the holds and bookmarks matter any more. */
        Dataset since(long createTxg) {
            List<Snapshot> younger = state.snapshots().stream()
                    .filter(snapshot -> snapshot.createTxg() >= createTxg)
                    .toList();
            DatasetState left = new DatasetState(
                    state.exists(), younger, List.of(), state.resumeToken(), state.writtenBytes(), state.encrypted());
            return new Dataset(left, List.of(), volume);
        }

        Optional<Snapshot> newest() {
            return state.snapshots().stream().max(Comparator.comparingLong(Snapshot::createTxg));
        }
    }

    Invocation invocation(List<String> words) {
        if (route == null) {
            return new Invocation(words, Map.of(), null, null, PATIENCE, null);
        }
        List<String> far = new ArrayList<>(FAR_ENVIRONMENT);
        far.addAll(words);
        return new Invocation(route.command(sshOptions, far), SSH_MEMORY, null, null, PATIENCE, null);
    }

    /** One after the other, until one fails. */
    Invocation each(List<List<String>> commands) {
        return invocation(commands.size() == 1 ? commands.getFirst() : List.of("sh", "-c", ShellLine.each(commands)));
    }

    ToolLines ask(List<String> words) {
        return ToolLines.of(exec, invocation(words));
    }

    /** True when it was ssh that failed and not what it should have run. */
    boolean isUnreachable(ExecResult end) {
        return route != null
                && (end instanceof ExecResult.TimedOut
                        || (end instanceof ExecResult.Exited exited && exited.code() == SSH_FAILED));
    }

    /**
     * One call, whatever their number. zfs lists those that are there and says of each other one that it is not, or why it cannot be read. Only when it does
     * not say whom it speaks of they are asked for one by one.
     */
    Reading read(Collection<String> datasets) {
        return read(datasets, false);
    }

    /** As {@link #read}, with the newest snapshot of each alone. */
    Reading readNewest(Collection<String> datasets) {
        return read(datasets, true);
    }

    private Reading read(Collection<String> datasets, boolean newestOnly) {
        return list(datasets, newestOnly).orElseGet(() -> oneByOne(datasets, newestOnly));
    }

    /** Empty when of several that were listed one, but not which, may lack some of its snapshots. */
    private Optional<Reading> list(Collection<String> datasets, boolean newestOnly) {
        EndListing listing = new EndListing(datasets, newestOnly);
        List<String> words = new ArrayList<>(List.of("zfs", "list", "-Hp", "-d", "1"));
        words.addAll(List.of("-t", "filesystem,volume,snapshot,bookmark", "-o", EndListing.COLUMNS));
        words.addAll(datasets);
        ExecResult end = exec.run(invocation(words), listing, Cancellation.never());
        if (end.success().isEmpty() && !isOfZfs(end)) {
            return Optional.of(new Unread(end)); // its connection gone perhaps, in the midst of a line
        }
        ListingErrors errors = ListingErrors.of(((ExecResult.Exited) end).errors(), datasets);
        Map<String, Dataset> found = listing.datasets();
        boolean unexplained = end.success().isEmpty() && errors.isNone();
        if (ZfsListing.isCutSomewhere(end) || unexplained) {
            if (found.size() > 1) {
                return Optional.empty();
            }
            found.clear();
        }
        errors.missing().forEach(dataset -> found.putIfAbsent(dataset, Dataset.MISSING));
        Map<String, String> unread = new HashMap<>(errors.unread());
        datasets.stream()
                .filter(dataset -> !found.containsKey(dataset))
                .forEach(dataset -> unread.putIfAbsent(dataset, ToolFailure.describe(end)));
        found.keySet().removeAll(unread.keySet());
        return Optional.of(new Found(found, unread));
    }

    private Reading oneByOne(Collection<String> datasets, boolean newestOnly) {
        Found all = new Found(new HashMap<>(), new HashMap<>());
        for (String dataset : datasets) {
            Reading one = list(List.of(dataset), newestOnly).orElseThrow();
            if (!(one instanceof Found found)) {
                return one;
            }
            all.datasets().putAll(found.datasets());
            all.unread().putAll(found.unread());
        }
        return all;
    }

    /** True when zfs itself ended the call and said that it could not do all of it. ssh has an exit code of its own, and may warn beside. */
    static boolean isOfZfs(ExecResult end) {
        return end instanceof ExecResult.Exited exited && exited.code() == ZFS_FAILED;
    }

    /** Names of the pool's features that are in use or may be; none when they cannot be asked for. */
    Set<String> features(String pool) {
        Set<String> features = new HashSet<>();
        for (String line : ask(List.of("zpool", "get", "-H", "-o", "property,value", "all", pool))
                .lines()) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 2 && fields[0].startsWith(FEATURE) && !fields[1].equals("disabled")) {
                features.add(fields[0].substring(FEATURE.length()));
            }
        }
        return features;
    }
}
