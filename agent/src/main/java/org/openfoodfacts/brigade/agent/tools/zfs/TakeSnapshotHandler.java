package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineParser;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;

/** Takes one snapshot, or one of a whole tree in one transaction group. Precondition: the dataset is there and the name is free on all of it. */
public final class TakeSnapshotHandler implements CommandHandler<TakeSnapshot> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern TAKEN = Pattern.compile("cannot create snapshot '([^']+)': dataset already exists");
    private static final int LONGEST_VALUE = 1000;

    @Override
    public Class<TakeSnapshot> type() {
        return TakeSnapshot.class;
    }

    @Override
    public Outcome handle(TakeSnapshot command, Execution execution) {
        if (!ZfsNames.isDataset(command.dataset())) {
            return ToolFailure.malformed("dataset: '" + command.dataset() + "' is not a dataset name");
        }
        if (!ZfsNames.isSnapshot(command.name())) {
            return ToolFailure.malformed("name: '" + command.name() + "' is not a snapshot name");
        }
        Exec exec = execution.machine().exec();
        ExecResult made = exec.run(snapshot(command), execution.output(), execution.cancellation());
        return made.success().isPresent() ? readBack(exec, command) : notMade(command, made);
    }

    /** zfs itself asks first whether the dataset is there and the name free on all of it, in the same transaction. */
    private static Outcome notMade(TakeSnapshot command, ExecResult made) {
        String said = made instanceof ExecResult.Exited exited ? exited.errors() : "";
        Matcher taken = TAKEN.matcher(said);
        if (taken.find()) {
            return ToolFailure.precondition("the name is not free: " + taken.group(1) + " exists already");
        }
        return said.contains("'" + command.dataset() + "': dataset does not exist")
                ? ToolFailure.precondition("there is no dataset " + command.dataset())
                : ToolFailure.of("zfs snapshot " + command.dataset() + "@" + command.name(), made);
    }

    private static Invocation snapshot(TakeSnapshot command) {
        List<String> argv = new ArrayList<>(List.of("zfs", "snapshot"));
        if (command.recursive()) {
            argv.add("-r");
        }
        if (command.reason() != null) {
            argv.addAll(List.of("-o", ZfsProperty.REASON + "=" + oneLine(command.reason())));
        }
        if (command.expiresAt() != null) {
            argv.addAll(List.of("-o", ZfsProperty.EXPIRES + "=" + command.expiresAt()));
        }
        argv.add(command.dataset() + "@" + command.name());
        return new Invocation(argv, Map.of(), null, null, PATIENCE, null);
    }

    private static Outcome readBack(Exec exec, TakeSnapshot command) {
        Named named = new Named(command);
        ExecResult listed = exec.run(list(command), named, Cancellation.never());
        if (!ZfsListing.isWhole(listed)) {
            return ToolFailure.unexpected("the snapshot " + command.dataset() + "@" + command.name()
                    + " is taken, but what became of it could not be listed: " + ToolFailure.describe(listed));
        }
        List<TakenSnapshot> snapshots =
                named.lines().stream().map(TakeSnapshotHandler::taken).toList();
        return snapshots.isEmpty()
                ? ToolFailure.unexpected("zfs says that it took the snapshot but does not list it")
                : new Outcome.Done(new SnapshotsTaken(snapshots));
    }

    /** Of a listing the lines of the snapshots that were taken: a tree may have more of others than fit into memory. */
    private static final class Named extends LineParser {
        private final TakeSnapshot command;
        private final List<String> lines = new ArrayList<>();

        private Named(TakeSnapshot command) {
            this.command = command;
        }

        @Override
        public synchronized void parse(String line) {
            if (hasName(line.split("\t", 2)[0], command)) {
                lines.add(line);
            }
        }

        private synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }

    private static TakenSnapshot taken(String line) {
        String[] fields = line.split("\t");
        int at = fields[0].indexOf('@');
        return new TakenSnapshot(
                fields[0].substring(0, at),
                fields[0].substring(at + 1),
                fields[1],
                Long.parseLong(fields[2]),
                Instant.ofEpochSecond(Long.parseLong(fields[3])));
    }

    private static Invocation list(TakeSnapshot command) {
        List<String> argv =
                new ArrayList<>(List.of("zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,guid,createtxg,creation"));
        argv.addAll(
                command.recursive()
                        ? List.of("-r", command.dataset())
                        : List.of(command.dataset() + "@" + command.name()));
        return new Invocation(argv, Map.of(), null, null, PATIENCE, null);
    }

    private static boolean hasName(String fullName, TakeSnapshot command) {
        return command.recursive()
                ? fullName.endsWith("@" + command.name())
                : fullName.equals(command.dataset() + "@" + command.name());
    }

    /** A property's value must not break the lines and columns of {@code zfs get}. */
    private static String oneLine(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE);
    }
}
