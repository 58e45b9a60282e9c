package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * Destroys snapshots of one dataset that were listed right now and of which nothing stood in the way, with the guards of {@link SnapshotDestruction}; but one
 * that is in use, and that zfs cannot free, keeps none of the others: a backup may stand in it for days.
 */
public final class FreeDestruction {
    /** To let go of each waits for the pool. */
    private static final int MOST_HELD_AT_ONCE = 60;

    private static final int MOST_TOLD = 5;

    private final Exec exec;
    private final BooleanSupplier isTimeUp;
    private final Set<String> destroyed = new HashSet<>();
    /** In use when zfs was asked to destroy them by their names, and could not. */
    private final Set<String> stuck = new LinkedHashSet<>();

    private String stuckWords;
    private String failure;
    private boolean isCut;

    /** @param isTimeUp asked between two parts of what is to be destroyed, of which the first is always tried */
    private FreeDestruction(Exec exec, BooleanSupplier isTimeUp) {
        this.exec = exec;
        this.isTimeUp = isTimeUp;
    }

    /** Whether all were tried; after a failure the others would fail too. */
    public enum End {
        ALL_TRIED,
        TIME_WAS_UP,
        FAILED
    }

    /** How many are gone, and what was in the way of others that were tried: a failure, or that they are in use; null when nothing was. */
    public record Freed(int destroyed, String problem, End end) {}

    /** @param held full names of those with a policy's own hold */
    public static Freed destroy(
            Exec exec, DestroySnapshots command, Collection<String> held, BooleanSupplier isTimeUp) {
        FreeDestruction free = new FreeDestruction(exec, isTimeUp);
        free.failure = SnapshotDestruction.objection(command, ForetoldDestruction.of(exec, command.argument()))
                .map(FreeDestruction::detail)
                .orElse(null);
        free.destroyInParts(command, Set.copyOf(held));
        return new Freed(free.destroyed.size(), free.problem(command.dataset()), free.end());
    }

    private void destroyInParts(DestroySnapshots command, Set<String> held) {
        List<SnapshotRef> all = command.snapshots();
        boolean noneHeld =
                SnapshotDestruction.held(command.dataset(), all, held).isEmpty();
        int most = noneHeld ? SnapshotDestruction.MOST_AT_ONCE : MOST_HELD_AT_ONCE;
        for (int start = 0; start < all.size(); start += most) {
            isCut = failure == null && start > 0 && isTimeUp.getAsBoolean();
            if (failure != null || isCut) {
                return;
            }
            List<SnapshotRef> some = all.subList(start, Math.min(start + most, all.size()));
            List<String> released = SnapshotDestruction.held(command.dataset(), some, held);
            SnapshotHolds.release(exec, released, (_, _) -> {}); // one that could not be is in use
            destroyAtOnce(command, some);
            SnapshotHolds.hold(exec, left(released), (_, _) -> {});
        }
    }

    private List<String> left(List<String> snapshots) {
        return snapshots.stream()
                .filter(snapshot -> !destroyed.contains(snapshot.substring(snapshot.indexOf('@') + 1)))
                .toList();
    }

    private void destroyAtOnce(DestroySnapshots command, List<SnapshotRef> some) {
        String dataset = command.dataset();
        DestroyProgram program =
                DestroyProgram.run(exec, dataset, some, "zfs destroy " + dataset, Cancellation.never());
        Set<String> inUse = program.onlyBusyOnes();
        if (program.failure() != null) {
            failure = detail(program.failure());
        } else if (!inUse.isEmpty()) {
            destroyBusy(command, some, inUse);
        } else if (program.inTheWay().isEmpty()) {
            gone(some);
        } else {
            failure = program.objection(dataset).orElseThrow();
        }
    }

    /** Those in use by their names, which zfs alone can free; where it frees some and not all, the others are looked at once more. */
    private void destroyBusy(DestroySnapshots command, List<SnapshotRef> some, Set<String> inUse) {
        Map<Boolean, List<SnapshotRef>> parts =
                some.stream().collect(Collectors.partitioningBy(snapshot -> inUse.contains(snapshot.name())));
        List<SnapshotRef> others = parts.get(false);
        if (!stuck.containsAll(inUse)) {
            ExecResult end = destroyByName(new DestroySnapshots(command.dataset(), parts.get(true), command.reason()));
            if (end.success().isPresent()) {
                gone(parts.get(true));
            } else if (end instanceof ExecResult.Exited) {
                stuck.addAll(inUse);
                stuckWords = ToolFailure.describe(end);
                others = some;
            } else {
                failure = "zfs destroy " + command.dataset() + ": " + ToolFailure.describe(end);
                return;
            }
        }
        if (!others.isEmpty()) {
            destroyAtOnce(command, others);
        }
    }

    private ExecResult destroyByName(DestroySnapshots command) {
        return exec.run(Invocation.of("zfs", "destroy", command.argument()).within(SnapshotDestruction.PATIENCE));
    }

    private void gone(List<SnapshotRef> some) {
        some.forEach(snapshot -> destroyed.add(snapshot.name()));
    }

    private End end() {
        if (failure != null) {
            return End.FAILED;
        }
        return isCut ? End.TIME_WAS_UP : End.ALL_TRIED;
    }

    private String problem(String dataset) {
        List<String> inUse =
                stuck.stream().filter(name -> !destroyed.contains(name)).toList();
        if (failure != null || inUse.isEmpty()) {
            return failure;
        }
        String more = inUse.size() > MOST_TOLD ? " and " + (inUse.size() - MOST_TOLD) + " more" : "";
        String names = inUse.stream().limit(MOST_TOLD).collect(Collectors.joining(", "));
        return "in use: " + dataset + "@" + names + more + ": " + stuckWords;
    }

    private static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var _, String detail, var _, var _) -> detail;
            case Outcome.Refused(var _, String detail) -> detail;
            case Outcome.Done _ -> throw new IllegalArgumentException("nothing failed");
        };
    }
}
