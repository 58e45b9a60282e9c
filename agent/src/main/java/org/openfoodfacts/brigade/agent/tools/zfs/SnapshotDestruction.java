package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;

/**
 * Destroys exactly the named snapshots of one dataset or none; some when zfs fails midway: of more than {@value #MOST_AT_ONCE}, or when one that is in use
 * had to go by itself before the others. Precondition for each: it has the guid that was meant, no hold but a policy's own, and no clone; and zfs, asked
 * first what it would destroy, names the same ones. Never recursive.
 */
public final class SnapshotDestruction {
    static final Duration PATIENCE = Duration.ofMinutes(10);

    static final int MOST_AT_ONCE = 250;

    private final Exec exec;
    private final LineSink output;
    private final Cancellation cancellation;

    public SnapshotDestruction(Exec exec, LineSink output, Cancellation cancellation) {
        this.exec = exec;
        this.output = output;
        this.cancellation = cancellation;
    }

    /** Done with {@code SnapshotsDestroyed}; refused when one of them is not what was meant, and then all are still there. */
    public Outcome destroy(DestroySnapshots command) {
        NamedSnapshots present = NamedSnapshots.of(exec, command.dataset(), command.snapshots());
        if (present.failure() != null) {
            return present.failure();
        }
        List<String> objections = new ArrayList<>(objections(command, present.fields()));
        List<String> held = command.snapshots().stream()
                .map(SnapshotRef::name)
                .filter(name -> present.fields().containsKey(name)
                        && isHeld(present.fields().get(name)))
                .map(name -> command.dataset() + "@" + name)
                .toList();
        SnapshotHolds.heldByOthers(exec, held).ifPresent(name -> objections.add(name + " has holds"));
        if (!objections.isEmpty()) {
            return ToolFailure.precondition(String.join("; ", objections));
        }
        return destroyListed(command, held);
    }

    /**
     * As {@link #destroy}, of snapshots that were listed right now and of which nothing stood in the way: what has come in between is seen by the kernel.
     *
     * @param held full names of those with a policy's own hold
     */
    public Outcome destroyListed(DestroySnapshots command, Collection<String> held) {
        return carryOut(command, Set.copyOf(held));
    }

    private static boolean isHeld(String[] fields) {
        return fields.length > 2 && !fields[2].equals("0");
    }

    private static List<String> objections(DestroySnapshots command, Map<String, String[]> present) {
        return command.snapshots().stream()
                .flatMap(wanted -> objection(command.dataset(), wanted, present.get(wanted.name())).stream())
                .toList();
    }

    private static Optional<String> objection(String dataset, SnapshotRef wanted, String[] fields) {
        String name = dataset + "@" + wanted.name();
        if (fields == null) {
            return Optional.of(name + " does not exist");
        }
        if (fields.length < 4) {
            return Optional.of("zfs list says too little about " + name);
        }
        if (!fields[1].equals(wanted.guid())) {
            return Optional.of(name + " is another snapshot: its guid is " + fields[1] + ", not " + wanted.guid());
        }
        return fields[3].isEmpty() || fields[3].equals("-")
                ? Optional.empty()
                : Optional.of(name + " has clones (" + fields[3] + ")");
    }

    private Outcome carryOut(DestroySnapshots command, Set<String> held) {
        ForetoldDestruction foretold = ForetoldDestruction.of(exec, command.argument());
        Optional<Outcome> objection = objection(command, foretold);
        if (objection.isPresent()) {
            return objection.get();
        }
        return destroyInParts(command, held)
                .orElseGet(() -> new Outcome.Done(new SnapshotsDestroyed(
                        command.dataset(),
                        command.snapshots().stream().map(SnapshotRef::name).toList(),
                        foretold.reclaimBytes())));
    }

    /** Empty when zfs would destroy just those. */
    static Optional<Outcome> objection(DestroySnapshots command, ForetoldDestruction foretold) {
        if (foretold.end().success().isEmpty()) {
            return Optional.of(
                    ToolFailure.precondition("zfs would not destroy them: " + ToolFailure.describe(foretold.end())));
        }
        Set<String> asked = command.snapshots().stream()
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .collect(Collectors.toSet());
        return asked.equals(foretold.names())
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition(
                        "zfs would destroy other snapshots than asked for: " + foretold.names()));
    }

    /** To foretell goes through all of a dataset's snapshots, so that is done once; to destroy locks the pool, so of many some at a time are. */
    private Optional<Outcome> destroyInParts(DestroySnapshots command, Set<String> held) {
        List<SnapshotRef> all = command.snapshots();
        for (int start = 0; start < all.size(); start += MOST_AT_ONCE) {
            List<SnapshotRef> some = all.subList(start, Math.min(start + MOST_AT_ONCE, all.size()));
            List<String> released = held(command.dataset(), some, held);
            SnapshotHolds.release(exec, released, (_, _) -> {}); // where it fails, the kernel refuses to destroy
            Optional<Outcome> failed = destroyAtOnce(command, some, start);
            if (failed.isPresent()) {
                SnapshotHolds.hold(exec, released, (_, _) -> {}); // those that are there still
                return failed;
            }
        }
        return Optional.empty();
    }

    static List<String> held(String dataset, List<SnapshotRef> some, Set<String> held) {
        return some.stream()
                .map(snapshot -> dataset + "@" + snapshot.name())
                .filter(held::contains)
                .toList();
    }

    /** @param done how many of the command's are destroyed already */
    private Optional<Outcome> destroyAtOnce(DestroySnapshots command, List<SnapshotRef> some, int done) {
        String dataset = command.dataset();
        String doing = doing(command, done);
        DestroyProgram program = DestroyProgram.run(exec, dataset, some, doing, cancellation);
        if (program.failure() != null) {
            return Optional.of(program.failure());
        }
        if (!program.onlyBusyOnes().isEmpty()) {
            return destroyBusy(command, some, program.onlyBusyOnes(), done);
        }
        return program.objection(dataset)
                .map(words ->
                        done == 0 ? ToolFailure.precondition(words) : ToolFailure.unexpected(doing + ": " + words));
    }

    private static String doing(DestroySnapshots command, int done) {
        String before = done == 0
                ? ""
                : " (after " + done + " of " + command.snapshots().size() + ")";
        return "zfs destroy " + command.dataset() + before;
    }

    /** Those in use by their names, which zfs alone can free; then the others, as they were to be. */
    private Optional<Outcome> destroyBusy(
            DestroySnapshots command, List<SnapshotRef> some, Set<String> busy, int done) {
        Map<Boolean, List<SnapshotRef>> parts =
                some.stream().collect(Collectors.partitioningBy(snapshot -> busy.contains(snapshot.name())));
        DestroySnapshots first = new DestroySnapshots(command.dataset(), parts.get(true), command.reason());
        ExecResult end =
                exec.run(Invocation.of("zfs", "destroy", first.argument()).within(PATIENCE), output, cancellation);
        if (end.success().isEmpty()) {
            return Optional.of(ToolFailure.of(doing(command, done), end));
        }
        List<SnapshotRef> others = parts.get(false);
        return others.isEmpty()
                ? Optional.empty()
                : destroyAtOnce(command, others, done + first.snapshots().size());
    }
}
