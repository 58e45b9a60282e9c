package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRenamed;

/** Gives a dataset another name; one that has it already is done. */
public final class RenameDatasetHandler implements CommandHandler<RenameDataset> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Class<RenameDataset> type() {
        return RenameDataset.class;
    }

    @Override
    public Outcome handle(RenameDataset command, Execution execution) {
        return malformed(command)
                .map(ToolFailure::malformed)
                .orElseGet(() -> rename(command, execution.machine().exec()));
    }

    private static Optional<String> malformed(RenameDataset command) {
        if (!ZfsNames.isDataset(command.dataset())) {
            return Optional.of("dataset: '" + command.dataset() + "' is not a dataset name");
        }
        if (!ZfsNames.isDataset(command.to())) {
            return Optional.of("to: '" + command.to() + "' is not a dataset name");
        }
        String pool = command.dataset().split("/", 2)[0];
        return command.dataset().contains("/") && command.to().startsWith(pool + "/")
                ? Optional.empty()
                : Optional.of("to: '" + command.to() + "' is not in the pool of " + command.dataset());
    }

    private static Outcome rename(RenameDataset command, Exec exec) {
        ToolLines old = list(exec, command.dataset());
        ToolLines taken = list(exec, command.to());
        if (isMissing(old) && taken.succeeded() && guid(taken).equals(command.guid())) {
            return done(command);
        }
        if (isMissing(old)) {
            return ToolFailure.precondition("there is no dataset " + command.dataset());
        }
        if (!old.succeeded()) {
            return ToolFailure.of("zfs list " + command.dataset(), old.end());
        }
        if (!isMissing(taken)) {
            return ToolFailure.precondition(command.to() + " is there already, or cannot be asked about");
        }
        if (!guid(old).equals(command.guid())) {
            return ToolFailure.precondition(
                    command.dataset() + " is another dataset: its guid is " + guid(old) + ", not " + command.guid());
        }
        List<String> words = new ArrayList<>(List.of("rename"));
        if (type(old).equals("filesystem") && !Boolean.TRUE.equals(command.remount())) {
            words.add("-u");
        }
        words.addAll(List.of(command.dataset(), command.to()));
        ExecResult end = new HostZfs(exec).run(words.toArray(String[]::new));
        if (end.success().isPresent()) {
            return done(command);
        }
        String so = list(exec, command.to()).succeeded() ? " (it has the new name, and is not mounted everywhere)" : "";
        return ToolFailure.of("zfs rename " + command.dataset() + " " + command.to() + so, end);
    }

    private static ToolLines list(Exec exec, String dataset) {
        return ToolLines.of(
                exec,
                Invocation.of("zfs", "list", "-Hp", "-o", "guid,type", dataset).within(PATIENCE));
    }

    private static boolean isMissing(ToolLines listed) {
        return listed.end() instanceof ExecResult.Exited exited
                && exited.errors().contains("dataset does not exist");
    }

    private static String guid(ToolLines listed) {
        return listed.lines().getFirst().split("\t", -1)[0];
    }

    private static String type(ToolLines listed) {
        return listed.lines().getFirst().split("\t", -1)[1];
    }

    private static Outcome done(RenameDataset command) {
        return new Outcome.Done(new DatasetRenamed(command.dataset(), command.to()));
    }
}
