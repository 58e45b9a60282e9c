package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.ArrayList;
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
 * by their tag. Operators may lack the right to hold; nothing fails of it.
 */
record SourceHolds(PairEnd source) {
    /** The far shell is given the words as one argument, of which Linux takes 128 KiB; a full name has at most 255 bytes. */
    private static final int LISTED_PER_CALL = 400;

    /** zfs may wait for the pool to write after each. */
    private static final int CHANGED_PER_CALL = 100;

    private static final String CANNOT = "cannot hold snapshot '";

    /** Answers which of them are held now. zfs goes through them all, whatever becomes of one. */
    Set<String> hold(Map<String, List<String>> byTag) {
        Set<String> held = new HashSet<>();
        byTag.forEach((tag, names) -> chunks(names, CHANGED_PER_CALL).forEach(chunk -> held.addAll(hold(tag, chunk))));
        return held;
    }

    private List<String> hold(String tag, List<String> names) {
        ExecResult end = ask("hold", tag, names);
        if (end.success().isPresent()) {
            return names;
        }
        if (!(end instanceof ExecResult.Exited exited) || !exited.errors().contains(CANNOT)) {
            return List.of();
        }
        return names.stream()
                .filter(name -> isHeld(exited.errors(), CANNOT + name + "'"))
                .toList();
    }

    private static boolean isHeld(String errors, String cannot) {
        return !errors.contains(cannot) || errors.contains(cannot + ": tag already exists");
    }

    /** zfs passes over those that are somebody else's. */
    void release(Map<String, List<String>> byTag) {
        byTag.forEach((tag, names) -> chunks(names, CHANGED_PER_CALL).forEach(chunk -> ask("release", tag, chunk)));
    }

    /** By name, of those that are held; none of one that cannot be asked for. */
    Map<String, List<String>> tags(List<String> names) {
        List<String> lines = new ArrayList<>();
        chunks(names, LISTED_PER_CALL)
                .forEach(chunk ->
                        lines.addAll(call(List.of("zfs", "holds", "-H"), chunk).lines()));
        return SnapshotHolds.tags(lines);
    }

    private ExecResult ask(String verb, String tag, List<String> names) {
        return call(List.of("zfs", verb, tag), names).end();
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
