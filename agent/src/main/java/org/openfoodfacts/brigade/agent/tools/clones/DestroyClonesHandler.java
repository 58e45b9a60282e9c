package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Row;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Rows;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Unseen;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;

/** Destroys clones that nobody uses, and never anything else; looks at all of them before it destroys the first. */
public final class DestroyClonesHandler implements CommandHandler<DestroyClones> {
    @Override
    public Class<DestroyClones> type() {
        return DestroyClones.class;
    }

    @Override
    public Outcome handle(DestroyClones command, Execution execution) {
        return command.clones().stream()
                .filter(doomed -> !ZfsNames.isDataset(doomed.dataset())
                        || !doomed.dataset().contains("/"))
                .findFirst()
                .map(doomed -> ToolFailure.malformed("dataset: '" + doomed.dataset() + "' cannot be a clone"))
                .orElseGet(() -> destroyAll(
                        command.clones(), new HostZfs(execution.machine().exec())));
    }

    private static Outcome destroyAll(List<Doomed> clones, HostZfs zfs) {
        if (clones.isEmpty()) {
            return new Outcome.Done(new ClonesDestroyed(List.of(), 0));
        }
        return switch (zfs.look(clones.stream().map(Doomed::dataset).toList())) {
            case Unseen(ExecResult end) -> ToolFailure.of("zfs list", end);
            case Rows rows -> {
                List<Row> there = clones.stream()
                        .map(doomed -> rows.get(doomed.dataset()))
                        .filter(row -> row != null)
                        .toList();
                yield objection(clones, rows)
                        .or(() -> inUse(there, zfs))
                        .map(ToolFailure::precondition)
                        .orElseGet(() -> destroy(there, zfs));
            }
        };
    }

    private static Optional<String> objection(List<Doomed> clones, Rows rows) {
        for (Doomed doomed : clones) {
            Row row = rows.get(doomed.dataset());
            if (row == null) {
                continue;
            }
            if (row.origin() == null) {
                return Optional.of(row.name() + " is no clone");
            }
            if (!row.guid().equals(doomed.guid())) {
                return Optional.of(
                        row.name() + " is another dataset: its guid is " + row.guid() + ", not " + doomed.guid());
            }
            if (row.mounted()) {
                return Optional.of(row.name() + " is mounted at " + row.mountpoint());
            }
        }
        return Optional.empty();
    }

    /** By what hangs on them: a dataset below, a clone or a hold of one of their snapshots. */
    private static Optional<String> inUse(List<Row> rows, HostZfs zfs) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> argv =
                new ArrayList<>(List.of("zfs", "list", "-Hp", "-r", "-t", "all", "-o", "name,userrefs,clones"));
        rows.forEach(row -> argv.add(row.name()));
        ToolLines listed = zfs.ask(argv);
        if (!listed.succeeded()) {
            return Optional.of("what hangs on them cannot be listed: " + ToolFailure.describe(listed.end()));
        }
        List<String> names = rows.stream().map(Row::name).toList();
        for (String line : listed.lines()) {
            String[] fields = line.split("\t", -1);
            if (!fields[0].contains("@") && !fields[0].contains("#") && !names.contains(fields[0])) {
                return Optional.of(fields[0] + " lies below");
            }
            if (fields[0].contains("@") && !List.of("0", "-").contains(fields[1])) {
                return Optional.of(fields[0] + " is held");
            }
            if (fields[0].contains("@") && !List.of("", "-").contains(fields[2])) {
                return Optional.of(fields[0] + " has clones (" + fields[2] + ")");
            }
        }
        return Optional.empty();
    }

    private static Outcome destroy(List<Row> rows, HostZfs zfs) {
        List<String> destroyed = new ArrayList<>();
        long freed = 0;
        for (Row row : rows) {
            ExecResult end = zfs.run("destroy", "-r", row.name());
            if (end.success().isEmpty()) {
                return ToolFailure.of("zfs destroy -r " + row.name(), end);
            }
            destroyed.add(row.name());
            freed += row.used();
        }
        return new Outcome.Done(new ClonesDestroyed(destroyed, freed));
    }
}
