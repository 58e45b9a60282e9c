package org.openfoodfacts.brigade.agent.tools.mounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;

/**
 * zfs for what mounts and unmounts. What changes something is done in the mount namespace of the machine: the agent's unit has one of its own, which sees what
 * the machine mounts, but what is mounted in it nobody else would see (systemd.exec(5), PrivateMounts=).
 */
public final class HostZfs {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> ON_THE_MACHINE = List.of("nsenter", "--target", "1", "--mount", "--");
    private static final String COLUMNS = "name,guid,origin,mounted,mountpoint,used,canmount";

    private final Exec exec;

    public HostZfs(Exec exec) {
        this.exec = exec;
    }

    /** {@code origin} is null for what is no clone, {@code mountpoint} for what cannot be mounted. */
    public record Row(
            String name, String guid, String origin, boolean mounted, String mountpoint, long used, String canmount) {
        private static Row of(String line) {
            String[] fields = line.split("\t", -1);
            return new Row(
                    fields[0],
                    fields[1],
                    fields[2].equals("-") ? null : fields[2],
                    fields[3].equals("yes"),
                    fields[4].startsWith("/") ? fields[4] : null,
                    Long.parseLong(fields[5]),
                    fields[6]);
        }
    }

    /** What could be seen, or how looking ended. */
    public sealed interface Seen {}

    /** Those of the names that there are. */
    public record Rows(Map<String, Row> byName) implements Seen {
        public Row get(String name) {
            return byName.get(name);
        }
    }

    public record Unseen(ExecResult end) implements Seen {}

    public Seen look(List<String> names) {
        List<String> argv = new ArrayList<>(List.of("zfs", "list", "-Hp", "-o", COLUMNS));
        argv.addAll(names);
        ToolLines listed = ask(argv);
        if (!listed.succeeded() && !listed.lacksSome()) {
            return new Unseen(listed.end());
        }
        Map<String, Row> rows = new TreeMap<>();
        listed.lines().stream().map(Row::of).forEach(row -> rows.put(row.name(), row));
        return new Rows(rows);
    }

    /** As {@link #look}, of datasets of one pool; {@code Unseen} when that is not there (yet), for then none of them says anything. */
    public Seen lookWithPool(List<String> names) {
        String pool = ZfsNames.pool(names.getFirst());
        Seen seen = look(Stream.concat(Stream.of(pool), names.stream()).toList());
        return seen instanceof Rows rows && rows.get(pool) == null
                ? new Unseen(new ExecResult.Exited(1, "", "there is no pool " + pool, false))
                : seen;
    }

    /** Also what seems to mount nothing: setting {@code canmount} mounts what is shared. */
    public ExecResult run(String... words) {
        return run(PATIENCE, words);
    }

    public ExecResult run(Duration patience, String... words) {
        List<String> argv = new ArrayList<>(ON_THE_MACHINE);
        argv.addAll(zfs(words));
        return ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(patience))
                .end();
    }

    /** Why it is not mounted; empty when it is, whoever has mounted it: zfs itself perhaps, when {@code canmount} was set. */
    public Optional<ExecResult> mount(String dataset) {
        ExecResult end = run("mount", dataset);
        boolean isMounted = end.success().isPresent()
                || (end instanceof ExecResult.Exited exited
                        && exited.errors().strip().endsWith("filesystem already mounted"));
        return isMounted ? Optional.empty() : Optional.of(end);
    }

    public ToolLines ask(List<String> argv) {
        return ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE));
    }

    private static List<String> zfs(String... words) {
        List<String> argv = new ArrayList<>(List.of("zfs"));
        argv.addAll(List.of(words));
        return argv;
    }
}
