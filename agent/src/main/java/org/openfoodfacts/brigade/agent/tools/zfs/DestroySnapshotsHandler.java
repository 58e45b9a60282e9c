package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;

/**
 * Destroys exactly the named snapshots or none. Precondition for each: it has the guid the order was made for, no hold and no clone; and
 * zfs, asked first what it would destroy, names the same ones. Never recursive.
 */
public final class DestroySnapshotsHandler implements CommandHandler<DestroySnapshots> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** The kernel takes 128 KiB per argument. */
    private static final int LONGEST_ARGUMENT = 100_000;

    @Override
    public Class<DestroySnapshots> type() {
        return DestroySnapshots.class;
    }

    @Override
    public Outcome handle(DestroySnapshots command, Execution execution) {
        Optional<String> malformed = malformed(command);
        if (malformed.isPresent()) {
            return ToolFailure.malformed(malformed.get());
        }
        Exec exec = execution.machine().exec();
        ToolLines listed = ToolLines.of(
                exec,
                zfs("list", "-Hp", "-t", "snapshot", "-o", "name,guid,userrefs,clones", "-d", "1", command.dataset()));
        if (!listed.succeeded()) {
            return ToolFailure.describe(listed.end()).contains("does not exist")
                    ? ToolFailure.precondition("there is no dataset " + command.dataset())
                    : ToolFailure.of("zfs list " + command.dataset(), listed.end());
        }
        List<String> objections = objections(command, byName(listed.lines()));
        return objections.isEmpty()
                ? destroy(command, execution)
                : ToolFailure.precondition(String.join("; ", objections));
    }

    private static Optional<String> malformed(DestroySnapshots command) {
        if (!ZfsNames.isDataset(command.dataset())) {
            return Optional.of("dataset: '" + command.dataset() + "' is not a dataset name");
        }
        if (command.snapshots().isEmpty()) {
            return Optional.of("snapshots: none is named");
        }
        Set<String> names = new HashSet<>();
        for (SnapshotRef snapshot : command.snapshots()) {
            if (!ZfsNames.isSnapshot(snapshot.name()) || !names.add(snapshot.name())) {
                return Optional.of("snapshots: '" + snapshot.name() + "' is not a snapshot name, or stands twice");
            }
        }
        return command.argument().length() > LONGEST_ARGUMENT
                ? Optional.of("snapshots: too many for one command, ask in parts")
                : Optional.empty();
    }

    private static Map<String, String[]> byName(List<String> lines) {
        Map<String, String[]> byName = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            byName.put(fields[0].substring(fields[0].indexOf('@') + 1), fields);
        }
        return byName;
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

    private static Outcome destroy(DestroySnapshots command, Execution execution) {
        Exec exec = execution.machine().exec();
        ToolLines foretold = ToolLines.of(exec, zfs("destroy", "-nvp", command.argument()));
        if (!foretold.succeeded()) {
            return ToolFailure.precondition("zfs would not destroy them: " + ToolFailure.describe(foretold.end()));
        }
        Set<String> asked = command.snapshots().stream()
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .collect(Collectors.toSet());
        if (!asked.equals(Set.copyOf(values(foretold, "destroy\t")))) {
            return ToolFailure.precondition(
                    "zfs would destroy other snapshots than asked for: " + values(foretold, "destroy\t"));
        }
        long freed = values(foretold, "reclaim\t").stream()
                .mapToLong(Long::parseLong)
                .sum();
        ExecResult destroyed =
                exec.run(zfs("destroy", command.argument()), execution.output(), execution.cancellation());
        return destroyed.success().isPresent()
                ? new Outcome.Done(new SnapshotsDestroyed(
                        command.dataset(),
                        command.snapshots().stream().map(SnapshotRef::name).toList(),
                        freed))
                : ToolFailure.of("zfs destroy " + command.dataset(), destroyed);
    }

    private static List<String> values(ToolLines lines, String start) {
        return lines.lines().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    private static Invocation zfs(String... arguments) {
        String[] argv = new String[arguments.length + 1];
        argv[0] = "zfs";
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        return Invocation.of(argv).within(PATIENCE);
    }
}
