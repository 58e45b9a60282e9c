package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan;

/**
 * What lies beyond is destroyed by guid, as it was approved, and then the dataset is rolled back to what is its newest snapshot by then: {@code zfs rollback}
 * without {@code -r} destroys nothing that came in between. One that was cut finds fewer snapshots and goes on.
 */
final class RollBack {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String COLUMNS = "name,type,guid,createtxg,written,userrefs,clones";
    private static final int COUNT = COLUMNS.split(",").length;
    private static final long UNKNOWN = -1;
    private static final String REASON = "the dataset is rolled back beyond it";

    private final RollBackDataset command;
    private final Exec exec;

    RollBack(RollBackDataset command, Exec exec) {
        this.command = command;
        this.exec = exec;
    }

    /**
     * {@code written} is what was written since the snapshot before it, or, of the dataset itself ({@code name} empty), since the newest; negative when zfs
     * does not tell.
     */
    private record Row(
            String name, boolean bookmark, String guid, long createTxg, long written, boolean held, String clones) {
        private boolean isSnapshot() {
            return !bookmark && !name.isEmpty();
        }

        private String shown() {
            return (bookmark ? "#" : "@") + name;
        }
    }

    /** What is newer, oldest first, and what would be lost; {@code failure} when that cannot be told, else null. */
    private record Look(Outcome failure, List<Row> beyond, long lost) {
        static Look failed(Outcome failure) {
            return new Look(failure, List.of(), 0);
        }

        private boolean isNothing() {
            return beyond.isEmpty() && lost == 0;
        }
    }

    Outcome run() {
        Look look = look();
        if (look.failure() != null) {
            return look.failure();
        }
        return objection(look, Set.copyOf(command.beyond()))
                .map(ToolFailure::precondition)
                .orElseGet(() ->
                        look.isNothing() ? done(look) : destroyBeyond(look).orElseGet(() -> rollBack(look)));
    }

    private Look look() {
        ToolLines listed = ToolLines.of(
                exec,
                Invocation.of(
                                "zfs",
                                "list",
                                "-Hp",
                                "-d",
                                "1",
                                "-t",
                                "filesystem,volume,snapshot,bookmark",
                                "-o",
                                COLUMNS,
                                command.dataset())
                        .within(PATIENCE));
        if (!ZfsListing.isWhole(listed.end())) {
            return Look.failed(ToolFailure.of("zfs list " + command.dataset(), listed.end()));
        }
        List<Row> rows = rows(listed.lines());
        Optional<Row> to = rows.stream()
                .filter(row ->
                        row.isSnapshot() && row.name().equals(command.to().name()))
                .findFirst();
        if (to.isEmpty() || !to.get().guid().equals(command.to().guid())) {
            return Look.failed(ToolFailure.precondition("there is no @"
                    + command.to().name() + " with the guid " + command.to().guid()));
        }
        List<Row> beyond = rows.stream()
                .filter(row ->
                        !row.name().isEmpty() && row.createTxg() > to.get().createTxg())
                .sorted(Comparator.comparingLong(Row::createTxg))
                .toList();
        List<Row> lost = Stream.concat(
                        beyond.stream(), rows.stream().filter(row -> row.name().isEmpty()))
                .filter(row -> !row.bookmark())
                .toList();
        return lost.stream()
                .filter(row -> row.written() < 0)
                .findFirst()
                .map(row -> Look.failed(ToolFailure.precondition("zfs does not tell what would be lost with "
                        + (row.name().isEmpty() ? command.dataset() : row.shown()))))
                .orElseGet(() -> new Look(
                        null, beyond, lost.stream().mapToLong(Row::written).sum()));
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
            boolean bookmark = fields[1].equals("bookmark");
            if (own || bookmark || fields[1].equals("snapshot")) {
                rows.add(new Row(
                        own ? "" : fields[0].substring(command.dataset().length() + 1),
                        bookmark,
                        fields[2],
                        ToolNumbers.longOr(fields[3], 0),
                        ToolNumbers.longOr(fields[4], UNKNOWN),
                        ToolNumbers.longOr(fields[5], 0) > 0,
                        fields[6].equals("-") ? "" : fields[6]));
            }
        }
        return rows;
    }

    private Optional<String> objection(Look look, Set<SnapshotRef> approved) {
        for (Row row : look.beyond()) {
            if (row.bookmark() || !approved.contains(ref(row))) {
                return Optional.of(row.shown() + " is newer too, and nobody spoke of it");
            }
            if (!row.clones().isEmpty()) {
                return Optional.of("@" + row.name() + " has clones (" + row.clones() + ")");
            }
        }
        Optional<String> held = SnapshotHolds.heldByOthers(exec, held(look.beyond()));
        if (held.isPresent()) {
            return Optional.of(held.get() + " is held");
        }
        return look.lost() > command.mostLostBytes()
                ? Optional.of(look.lost() + " bytes would be lost, more than the " + command.mostLostBytes()
                        + " that were spoken of")
                : Optional.empty();
    }

    private static SnapshotRef ref(Row row) {
        return new SnapshotRef(row.name(), row.guid());
    }

    private List<String> held(List<Row> rows) {
        return rows.stream()
                .filter(Row::held)
                .map(row -> command.dataset() + "@" + row.name())
                .toList();
    }

    /** The newest first, so that one that is cut leaves what a rollback to a newer snapshot would have. Empty when all are destroyed. */
    private Optional<Outcome> destroyBeyond(Look look) {
        List<SnapshotRef> newestFirst =
                look.beyond().reversed().stream().map(RollBack::ref).toList();
        SnapshotDestruction destruction = new SnapshotDestruction(exec, LineSink.NONE, Cancellation.never());
        List<String> held = held(look.beyond());
        return new RetentionPlan(newestFirst, List.of())
                .commands(command.dataset(), REASON).stream()
                        .map(some -> destruction.destroyListed(some, held))
                        .filter(outcome -> !(outcome instanceof Outcome.Done))
                        .findFirst();
    }

    /** Whatever came in between is seen here, or by zfs itself; to roll back by the name is to roll back to the snapshot that was meant. */
    private Outcome rollBack(Look before) {
        Look now = look();
        if (now.failure() != null) {
            return now.failure();
        }
        Optional<String> late = objection(now, Set.of());
        if (late.isPresent()) {
            return before.beyond().isEmpty()
                    ? ToolFailure.precondition(late.get())
                    : ToolFailure.unexpected(late.get() + "; those that were spoken of are destroyed");
        }
        String to = command.dataset() + "@" + command.to().name();
        ExecResult end = ToolLines.of(exec, Invocation.of("zfs", "rollback", to).within(PATIENCE))
                .end();
        return end.success().isPresent() ? done(before) : ToolFailure.of("zfs rollback " + to, end);
    }

    private Outcome done(Look look) {
        return new Outcome.Done(new DatasetRolledBack(
                command.dataset(), look.beyond().stream().map(Row::name).toList(), look.lost()));
    }
}
