package org.openfoodfacts.brigade.agent.tools.zfs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Gatherers;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** User holds of this machine's snapshots ({@code dataset@snapshot}). */
public final class SnapshotHolds {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes about 2 MiB of arguments; a full name has at most 255 bytes. */
    private static final int LISTED_PER_CALL = 4000;

    /** zfs waits for the pool to write after each, on a slow one for seconds; of a call that is ended it is not known how far it came. */
    public static final int CHANGED_PER_CALL = 20;

    private SnapshotHolds() {}

    /**
     * {@code tags} by snapshot; {@code untold} are those of a call that did not end as it should: of them it is not known. {@code silent} when zfs did not
     * even end it by itself.
     */
    public record Told(Map<String, List<String>> tags, List<String> untold, boolean silent) {}

    public static Told told(Exec exec, Collection<String> held) {
        List<String> lines = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        AtomicBoolean silent = new AtomicBoolean();
        call(exec, List.of("zfs", "holds", "-H"), held, LISTED_PER_CALL, (names, listed) -> {
            lines.addAll(listed.lines());
            if (!listed.succeeded() && !listed.lacksSome()) {
                untold.addAll(names);
            }
            if (!(listed.end() instanceof ExecResult.Exited)) {
                silent.set(true);
            }
        });
        return new Told(tags(lines), untold, silent.get());
    }

    /** By snapshot. One that went away in between makes an exit code, the other lines are good. */
    public static Map<String, List<String>> tags(Exec exec, Collection<String> held) {
        return told(exec, held).tags();
    }

    /** By snapshot, of what {@code zfs holds -H} printed. */
    public static Map<String, List<String>> tags(List<String> lines) {
        return lines.stream()
                .map(line -> line.split("\t"))
                .filter(fields -> fields.length >= 2)
                .collect(groupingBy(fields -> fields[0], mapping(fields -> fields[1], toList())));
    }

    /** {@code each} hears of which snapshots a call was, and how it ended. */
    public static void hold(Exec exec, Collection<String> snapshots, BiConsumer<List<String>, ToolLines> each) {
        call(exec, List.of("zfs", "hold", SnapshotPolicy.HOLD_TAG), snapshots, CHANGED_PER_CALL, each);
    }

    public static void release(Exec exec, Collection<String> snapshots, BiConsumer<List<String>, ToolLines> each) {
        call(exec, List.of("zfs", "release", SnapshotPolicy.HOLD_TAG), snapshots, CHANGED_PER_CALL, each);
    }

    /** The first of them that somebody holds beside the policy, or of which that cannot be told. */
    public static Optional<String> heldByOthers(Exec exec, List<String> held) {
        Map<String, List<String>> tags = tags(exec, held);
        return held.stream()
                .filter(snapshot -> !tags.getOrDefault(snapshot, List.of()).equals(List.of(SnapshotPolicy.HOLD_TAG)))
                .findFirst();
    }

    /** zfs goes through all of them, whatever becomes of one. */
    private static void call(
            Exec exec,
            List<String> words,
            Collection<String> names,
            int most,
            BiConsumer<List<String>, ToolLines> each) {
        names.stream().gather(Gatherers.windowFixed(most)).forEach(some -> {
            List<String> argv = new ArrayList<>(words);
            argv.addAll(some);
            each.accept(
                    some,
                    ToolLines.of(
                            exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE)));
        });
    }
}
