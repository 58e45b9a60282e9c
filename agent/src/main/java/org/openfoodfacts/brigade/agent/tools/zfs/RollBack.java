package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;

/**
 * One {@code zfs rollback -r}, after looking at what it would destroy. zfs destroys the newer snapshots one by one, so a rollback that was cut
 * finds fewer of them and goes on.
 */
final class RollBack {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String COLUMNS = "name,type,guid,createtxg,written,userrefs,clones";
    private static final int COUNT = COLUMNS.split(",").length;

    private final RollBackDataset command;
    private final Exec exec;

    RollBack(RollBackDataset command, Exec exec) {
        this.command = command;
        this.exec = exec;
    }

    /** {@code written} is what was written since the snapshot before it, or, of the dataset itself ({@code name} empty), since the newest. */
    private record Row(String name, String guid, long createTxg, long written, boolean held, String clones) {}

    Outcome run() {
        ToolLines listed = ToolLines.of(
                exec,
                Invocation.of(
                                "zfs",
                                "list",
                                "-Hp",
                                "-d",
                                "1",
                                "-t",
                                "filesystem,volume,snapshot",
                                "-o",
                                COLUMNS,
                                command.dataset())
                        .within(PATIENCE));
        if (!listed.succeeded()) {
            return ToolFailure.of("zfs list " + command.dataset(), listed.end());
        }
        List<Row> rows = rows(listed.lines());
        Optional<Row> to = rows.stream()
                .filter(row -> row.name().equals(command.to().name()))
                .findFirst();
        if (to.isEmpty() || !to.get().guid().equals(command.to().guid())) {
            return ToolFailure.precondition("there is no @" + command.to().name() + " with the guid "
                    + command.to().guid());
        }
        List<Row> beyond = rows.stream()
                .filter(row ->
                        !row.name().isEmpty() && row.createTxg() > to.get().createTxg())
                .sorted(Comparator.comparingLong(Row::createTxg))
                .toList();
        long lost = beyond.stream().mapToLong(Row::written).sum() + writtenSinceNewest(rows);
        return objection(beyond, lost)
                .map(ToolFailure::precondition)
                .orElseGet(() -> beyond.isEmpty() && lost == 0 ? done(beyond, 0) : rollBack(beyond, lost));
    }

    /** Children are listed too, and left out. */
    private List<Row> rows(List<String> lines) {
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length != COUNT) {
                throw new IllegalStateException("zfs list printed a line of another form: " + line);
            }
            boolean own = fields[0].equals(command.dataset());
            if (own || fields[1].equals("snapshot")) {
                rows.add(new Row(
                        own ? "" : fields[0].substring(fields[0].indexOf('@') + 1),
                        fields[2],
                        ToolNumbers.longOr(fields[3], 0),
                        ToolNumbers.longOr(fields[4], Long.MAX_VALUE),
                        ToolNumbers.longOr(fields[5], 0) > 0,
                        fields[6].equals("-") ? "" : fields[6]));
            }
        }
        return rows;
    }

    private static long writtenSinceNewest(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.name().isEmpty())
                .mapToLong(Row::written)
                .sum();
    }

    private Optional<String> objection(List<Row> beyond, long lost) {
        Set<SnapshotRef> approved = Set.copyOf(command.beyond());
        for (Row row : beyond) {
            if (!approved.contains(new SnapshotRef(row.name(), row.guid()))) {
                return Optional.of("@" + row.name() + " is newer too, and nobody spoke of it");
            }
            if (!row.clones().isEmpty()) {
                return Optional.of("@" + row.name() + " has clones (" + row.clones() + ")");
            }
        }
        Optional<String> held = SnapshotHolds.heldByOthers(exec, held(beyond));
        if (held.isPresent()) {
            return Optional.of(held.get() + " is held");
        }
        return lost > command.mostLostBytes()
                ? Optional.of(lost + " bytes would be lost, more than the " + command.mostLostBytes()
                        + " that were spoken of")
                : Optional.empty();
    }

    private List<String> held(List<Row> rows) {
        return rows.stream()
                .filter(Row::held)
                .map(row -> command.dataset() + "@" + row.name())
                .toList();
    }

    private Outcome rollBack(List<Row> beyond, long lost) {
        SnapshotHolds.release(exec, held(beyond), (_, _) -> {}); // where it failed, zfs refuses to roll back
        String to = command.dataset() + "@" + command.to().name();
        ExecResult end = ToolLines.of(
                        exec, Invocation.of("zfs", "rollback", "-r", to).within(PATIENCE))
                .end();
        if (end.success().isEmpty()) {
            SnapshotHolds.hold(exec, held(beyond), (_, _) -> {}); // those that are there still
            return ToolFailure.of("zfs rollback -r " + to, end);
        }
        return done(beyond, lost);
    }

    private Outcome done(List<Row> beyond, long lost) {
        return new Outcome.Done(new DatasetRolledBack(
                command.dataset(), beyond.stream().map(Row::name).toList(), lost));
    }
}
