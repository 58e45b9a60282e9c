package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/** User holds of this machine's snapshots ({@code dataset@snapshot}); one call goes for many of them. */
public final class SnapshotHolds {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes about 2 MiB of arguments; a full name has at most 255 bytes. */
    private static final int NAMES_PER_CALL = 4000;

    private SnapshotHolds() {}

    /** By snapshot. One that went away in between makes an exit code, the other lines are good. */
    public static Map<String, List<String>> tags(Exec exec, Collection<String> held) {
        Map<String, List<String>> tags = new HashMap<>();
        call(
                exec,
                List.of("zfs", "holds", "-H"),
                held,
                lines -> lines.lines().forEach(line -> {
                    String[] fields = line.split("\t");
                    if (fields.length >= 2) {
                        tags.computeIfAbsent(fields[0], _ -> new ArrayList<>()).add(fields[1]);
                    }
                }));
        return tags;
    }

    public static void hold(Exec exec, String tag, Collection<String> snapshots, Consumer<ToolLines> each) {
        call(exec, List.of("zfs", "hold", tag), snapshots, each);
    }

    public static void release(Exec exec, String tag, Collection<String> snapshots, Consumer<ToolLines> each) {
        call(exec, List.of("zfs", "release", tag), snapshots, each);
    }

    /** zfs goes through all of them, whatever becomes of one. */
    private static void call(Exec exec, List<String> words, Collection<String> names, Consumer<ToolLines> each) {
        List<String> all = List.copyOf(names);
        for (int start = 0; start < all.size(); start += NAMES_PER_CALL) {
            List<String> argv = new ArrayList<>(words);
            argv.addAll(all.subList(start, Math.min(start + NAMES_PER_CALL, all.size())));
            each.accept(ToolLines.of(
                    exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE)));
        }
    }
}
