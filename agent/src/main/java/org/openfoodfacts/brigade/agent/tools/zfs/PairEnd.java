package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

/** A dataset at one end of a pair and the way to the zfs that has it: here ({@code route} null), or over one ssh connection that all calls share. */
record PairEnd(Exec exec, SshRoute route, List<String> sshOptions, String dataset) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The far user's own PATH often lacks the folders of administrators' tools. */
    private static final List<String> FAR_ENVIRONMENT =
            List.of("env", "LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    private static final String COLUMNS =
            "name,guid,createtxg,creation,receive_resume_token,written,encryption,userrefs";
    private static final int COUNT = COLUMNS.split(",").length;
    private static final String FEATURE = "feature@";
    private static final int SSH_FAILED = 255;

    PairEnd {
        sshOptions = List.copyOf(sshOptions);
    }

    /** What the end holds, or how asking it ended. */
    sealed interface Reading {}

    /** {@code holds} are the names of its snapshots that somebody holds. */
    record Held(DatasetState state, List<String> holds) implements Reading {}

    record Unread(ExecResult end) implements Reading {}

    Invocation invocation(List<String> words) {
        List<String> argv = words;
        if (route != null) {
            List<String> far = new ArrayList<>(FAR_ENVIRONMENT);
            far.addAll(words);
            argv = route.command(sshOptions, far);
        }
        return new Invocation(argv, Map.of(), null, null, PATIENCE, null);
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

    Reading read() {
        ToolLines listed = ask(List.of(
                "zfs", "list", "-Hp", "-d", "1", "-t", "filesystem,volume,snapshot,bookmark", "-o", COLUMNS, dataset));
        if (listed.succeeded()) {
            return held(listed.lines());
        }
        boolean missing = listed.end() instanceof ExecResult.Exited exited
                && exited.errors().contains("dataset does not exist");
        return missing ? new Held(DatasetState.MISSING, List.of()) : new Unread(listed.end());
    }

    /** Children of the dataset are listed too, and left out. */
    private Held held(List<String> lines) {
        List<Snapshot> snapshots = new ArrayList<>();
        List<Bookmark> bookmarks = new ArrayList<>();
        List<String> holds = new ArrayList<>();
        String[] own = new String[COUNT];
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length != COUNT) {
                throw new IllegalStateException("zfs list printed a line of another form: " + line);
            }
            String suffix = fields[0].substring(Math.min(dataset.length(), fields[0].length()));
            if (suffix.isEmpty()) {
                own = fields;
            } else if (suffix.startsWith("@")) {
                snapshots.add(new Snapshot(
                        suffix.substring(1), fields[1], number(fields[2]), time(fields[3]), 0, null, null, null));
                if (number(fields[7]) > 0) {
                    holds.add(suffix.substring(1));
                }
            } else if (suffix.startsWith("#")) {
                bookmarks.add(new Bookmark(suffix.substring(1), fields[1], number(fields[2]), time(fields[3])));
            }
        }
        String token = own[4] == null || own[4].equals("-") ? null : own[4];
        return new Held(
                new DatasetState(true, snapshots, bookmarks, token, number(own[5]), !"off".equals(own[6])), holds);
    }

    /** Names of the pool's features that are in use or may be; none when they cannot be asked for. */
    Set<String> features() {
        String pool = dataset.split("/", 2)[0];
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
