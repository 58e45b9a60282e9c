package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
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

    private static final String COLUMNS =
            "name,guid,createtxg,creation,receive_resume_token,written,encryption,userrefs";
    private static final int COUNT = COLUMNS.split(",").length;
    private static final String FEATURE = "feature@";
    private static final int SSH_FAILED = 255;

    PairEnd {
        sshOptions = List.copyOf(sshOptions);
    }

    /** What is there, or how asking for it ended. */
    sealed interface Reading {}

    /** Each dataset that was asked for, also one that is missing. */
    record Found(Map<String, Dataset> datasets) implements Reading {}

    record Unread(ExecResult end) implements Reading {}

    /** {@code held} are the names of its snapshots that somebody holds. */
    record Dataset(DatasetState state, List<String> held) {
        static final Dataset MISSING = new Dataset(DatasetState.MISSING, List.of());

        Optional<Snapshot> find(String guid) {
            return state.snapshots().stream()
                    .filter(snapshot -> snapshot.guid().equals(guid))
                    .findFirst();
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

    /** One call, whatever their number. zfs lists those that are there and says of each other one that it is not. */
    Reading read(Collection<String> datasets) {
        List<String> words = new ArrayList<>(
                List.of("zfs", "list", "-Hp", "-d", "1", "-t", "filesystem,volume,snapshot,bookmark", "-o", COLUMNS));
        words.addAll(datasets);
        ToolLines listed = ask(words);
        Map<String, List<String[]>> rows = rows(listed.lines());
        Map<String, Dataset> found = new HashMap<>();
        for (String dataset : datasets) {
            if (rows.containsKey(dataset)) {
                found.put(dataset, dataset(rows.get(dataset)));
            } else if (saysMissing(listed.end(), dataset)) {
                found.put(dataset, Dataset.MISSING);
            }
        }
        boolean all = found.size() == datasets.size() && (listed.succeeded() || found.containsValue(Dataset.MISSING));
        return all ? new Found(found) : new Unread(listed.end());
    }

    private static boolean saysMissing(ExecResult end, String dataset) {
        return end instanceof ExecResult.Exited exited
                && exited.errors().contains("cannot open '" + dataset + "': dataset does not exist");
    }

    /** By dataset: its own, those of its snapshots and bookmarks. Children are listed too, and nobody asks for them. */
    private static Map<String, List<String[]>> rows(List<String> lines) {
        Map<String, List<String[]>> rows = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length != COUNT) {
                throw new IllegalStateException("zfs list printed a line of another form: " + line);
            }
            rows.computeIfAbsent(fields[0].split("[@#]", 2)[0], _ -> new ArrayList<>())
                    .add(fields);
        }
        return rows;
    }

    private static Dataset dataset(List<String[]> rows) {
        List<Snapshot> snapshots = new ArrayList<>();
        List<Bookmark> bookmarks = new ArrayList<>();
        List<String> held = new ArrayList<>();
        String[] own = new String[COUNT];
        for (String[] fields : rows) {
            int mark = Math.max(fields[0].indexOf('@'), fields[0].indexOf('#'));
            String name = fields[0].substring(mark + 1);
            if (mark < 0) {
                own = fields;
            } else if (fields[0].charAt(mark) == '@') {
                snapshots.add(new Snapshot(name, fields[1], number(fields[2]), time(fields[3]), 0, null, null, null));
                if (number(fields[7]) > 0) {
                    held.add(name);
                }
            } else {
                bookmarks.add(new Bookmark(name, fields[1], number(fields[2]), time(fields[3])));
            }
        }
        String token = own[4] == null || own[4].equals("-") ? null : own[4];
        return new Dataset(
                new DatasetState(true, snapshots, bookmarks, token, number(own[5]), !"off".equals(own[6])), held);
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

    private static long number(String text) {
        return ToolNumbers.longOr(text, 0);
    }

    private static Instant time(String seconds) {
        return Instant.ofEpochSecond(number(seconds));
    }
}
