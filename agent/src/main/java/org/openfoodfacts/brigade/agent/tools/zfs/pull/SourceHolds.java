package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Gatherers;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;

/**
 * What keeps snapshots at the source until they are no longer needed here. Each call takes those of many datasets, as names ({@code dataset@snapshot})
 * by their tag. Operators may lack the right to hold, or that to release, which is another one; nothing fails of it.
 */
record SourceHolds(PairEnd source) {
    /** The far shell is given the words as one argument, of which Linux takes 128 KiB; a full name has at most 255 bytes. */
    private static final int LISTED_PER_CALL = 400;

    /** zfs may wait for the pool to write after each. */
    private static final int CHANGED_PER_CALL = 100;

    private static final List<String> LIST = List.of("zfs", "holds", "-H");
    private static final String IS_THERE = "tag already exists";
    private static final String IS_GONE = "no such tag";

    /** {@code held} are those of the names that are held now; {@code problems} is what zfs said, by name, against what is not as it was wanted. */
    record Changed(Set<String> held, Map<String, String> problems) {
        private Changed() {
            this(new HashSet<>(), new HashMap<>());
        }
    }

    Changed hold(Map<String, List<String>> byTag) {
        return change("hold", byTag);
    }

    /** zfs passes over those that are somebody else's. */
    Changed release(Map<String, List<String>> byTag) {
        return change("release", byTag);
    }

    private Changed change(String verb, Map<String, List<String>> byTag) {
        Changed all = new Changed();
        byTag.forEach((tag, names) -> chunks(names, CHANGED_PER_CALL).forEach(chunk -> change(verb, tag, chunk, all)));
        return all;
    }

    /**
     * zfs goes through them all, whatever becomes of one, and does not name those that it has no right to change: so it is asked what is held. Of a
     * call that it did not end itself nothing is believed.
     */
    private void change(String verb, String tag, List<String> names, Changed all) {
        boolean holds = verb.equals("hold");
        ExecResult end = call(List.of("zfs", verb, tag), names).end();
        if (end.success().isPresent()) {
            all.held.addAll(holds ? names : List.of());
            return;
        }
        ToolLines now = PairEnd.isOfZfs(end) ? call(LIST, names) : null;
        if (now != null && (now.succeeded() || PairEnd.isOfZfs(now.end()))) {
            compare(holds, tag, names, SnapshotHolds.tags(now.lines()), ((ExecResult.Exited) end).errors(), all);
        } else if (!holds) {
            all.held.addAll(names);
        }
    }

    private static void compare(
            boolean holds, String tag, List<String> names, Map<String, List<String>> tags, String errors, Changed all) {
        for (String name : names) {
            boolean isHeld = tags.getOrDefault(name, List.of()).contains(tag);
            if (isHeld) {
                all.held.add(name);
            }
            if (isHeld != holds) {
                all.problems.put(name, words(errors, name));
            }
        }
    }

    private static String words(String errors, String name) {
        List<String> lines = errors.lines()
                .filter(line -> !line.contains(IS_THERE) && !line.contains(IS_GONE))
                .toList();
        return lines.stream()
                .filter(line -> line.contains("'" + name + "'"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("");
    }

    /** By name, of those that are held; none of one that cannot be asked for. */
    Map<String, List<String>> tags(List<String> names) {
        List<String> lines = new ArrayList<>();
        chunks(names, LISTED_PER_CALL)
                .forEach(chunk -> lines.addAll(call(LIST, chunk).lines()));
        return SnapshotHolds.tags(lines);
    }

    private ToolLines call(List<String> words, List<String> names) {
        List<String> all = new ArrayList<>(words);
        all.addAll(names);
        return source.ask(all);
    }

    private static List<List<String>> chunks(List<String> names, int most) {
        return names.stream().gather(Gatherers.windowFixed(most)).toList();
    }
}
