package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;

/**
 * Takes what is due: all of one kind and pool in one call, so in one moment; zfs takes no two of one dataset in a call. It takes all of a
 * call or none; when one is in the way the others are taken by themselves, for as long as the round's time lasts.
 */
final class SnapshotTaking {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NAMES_PER_CALL = 1000;

    private final Exec exec;
    private final Map<String, List<String>> taken = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    SnapshotTaking(Exec exec) {
        this.exec = exec;
    }

    /** {@code recursive}: with all datasets below. */
    record Wanted(String dataset, SnapshotKind kind, String name, boolean recursive) {
        String fullName() {
            return dataset + "@" + name;
        }

        private String call() {
            int slash = dataset.indexOf('/');
            String pool = slash < 0 ? dataset : dataset.substring(0, slash);
            return pool + " " + kind + (recursive ? " -r" : "");
        }
    }

    /**
     * Of one pool; when that does not answer it is asked for no more. True when some are taken.
     *
     * @param limits of those that are taken by themselves, of which there may be very many; the first is tried always
     */
    boolean take(List<Wanted> wanted, RoundLimits limits) {
        int before = taken.size();
        Map<String, List<Wanted>> calls = new LinkedHashMap<>();
        wanted.forEach(
                w -> calls.computeIfAbsent(w.call(), _ -> new ArrayList<>()).add(w));
        String silence = null;
        for (List<Wanted> together : calls.values()) {
            for (int start = 0; start < together.size(); start += NAMES_PER_CALL) {
                List<Wanted> some = together.subList(start, Math.min(start + NAMES_PER_CALL, together.size()));
                silence = silence == null ? takeTogether(some, limits) : untaken(some, silence);
            }
        }
        return taken.size() > before;
    }

    private String takeTogether(List<Wanted> wanted, RoundLimits limits) {
        ExecResult result = exec.run(snapshot(wanted));
        if (result.success().isPresent()) {
            wanted.forEach(this::isTaken);
        } else if (!(result instanceof ExecResult.Exited)) {
            return untaken(wanted, "zfs snapshot: " + ToolFailure.describe(result));
        } else if (wanted.size() == 1) {
            isInTheWay(wanted.getFirst(), result);
        } else {
            wanted.forEach(one -> takeAlone(one, limits));
        }
        return null;
    }

    private void takeAlone(Wanted wanted, RoundLimits limits) {
        if (limits.isTimeUp()) {
            cut.add(wanted.dataset());
            return;
        }
        limits.begin();
        ExecResult result = exec.run(snapshot(List.of(wanted)));
        if (result.success().isPresent()) {
            isTaken(wanted);
        } else {
            isInTheWay(wanted, result);
        }
    }

    private void isTaken(Wanted wanted) {
        taken.computeIfAbsent(wanted.dataset(), _ -> new ArrayList<>()).add(wanted.name());
    }

    private void isInTheWay(Wanted wanted, ExecResult result) {
        problems.putIfAbsent(wanted.dataset(), "zfs snapshot " + wanted.fullName() + ": " + why(result));
    }

    private String untaken(List<Wanted> wanted, String silence) {
        wanted.forEach(w -> problems.putIfAbsent(w.dataset(), silence));
        return silence;
    }

    /** zfs says first what is wrong, and last that it did nothing. */
    private static String why(ExecResult result) {
        return result instanceof ExecResult.Exited exited && !exited.errors().isBlank()
                ? exited.errors().lines().findFirst().orElse("")
                : ToolFailure.describe(result);
    }

    private static Invocation snapshot(List<Wanted> wanted) {
        List<String> argv = new ArrayList<>(List.of("zfs", "snapshot"));
        if (wanted.getFirst().recursive()) {
            argv.add("-r");
        }
        wanted.forEach(w -> argv.add(w.fullName()));
        return Invocation.of(argv.toArray(String[]::new)).within(PATIENCE);
    }

    List<String> taken(String dataset) {
        return taken.getOrDefault(dataset, List.of());
    }

    /** Whether some of the dataset's were not tried for the time was up; another round may take them at once. */
    boolean isCut(String dataset) {
        return cut.contains(dataset);
    }

    /** Null when all of the dataset's were taken that were tried. */
    String problem(String dataset) {
        return problems.get(dataset);
    }
}
