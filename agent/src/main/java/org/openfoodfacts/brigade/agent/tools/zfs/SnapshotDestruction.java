package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
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
 * Destroys exactly the named snapshots of one dataset or none. Precondition for each: it has the guid that was meant, no hold and no clone;
 * and zfs, asked first what it would destroy, names the same ones. Never recursive.
 */
public final class SnapshotDestruction {
    static final Duration PATIENCE = Duration.ofMinutes(10);

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
        List<String> objections = objections(command, present.fields());
        return objections.isEmpty() ? carryOut(command) : ToolFailure.precondition(String.join("; ", objections));
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
        if (!fields[2].equals("0")) {
            return Optional.of(name + " has holds (" + fields[2] + ")");
        }
        return fields[3].isEmpty() || fields[3].equals("-")
                ? Optional.empty()
                : Optional.of(name + " has clones (" + fields[3] + ")");
    }

    private Outcome carryOut(DestroySnapshots command) {
        ForetoldDestruction foretold = ForetoldDestruction.of(exec, command.argument());
        if (foretold.end().success().isEmpty()) {
            return ToolFailure.precondition("zfs would not destroy them: " + ToolFailure.describe(foretold.end()));
        }
        Set<String> asked = command.snapshots().stream()
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .collect(Collectors.toSet());
        if (!asked.equals(foretold.names())) {
            return ToolFailure.precondition("zfs would destroy other snapshots than asked for: " + foretold.names());
        }
        ExecResult destroyed = exec.run(zfs("destroy", command.argument()), output, cancellation);
        return destroyed.success().isPresent()
                ? new Outcome.Done(new SnapshotsDestroyed(
                        command.dataset(),
                        command.snapshots().stream().map(SnapshotRef::name).toList(),
                        foretold.reclaimBytes()))
                : ToolFailure.of("zfs destroy " + command.dataset(), destroyed);
    }

    private static Invocation zfs(String... arguments) {
        String[] argv = new String[arguments.length + 1];
        argv[0] = "zfs";
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        return Invocation.of(argv).within(PATIENCE);
    }
}
