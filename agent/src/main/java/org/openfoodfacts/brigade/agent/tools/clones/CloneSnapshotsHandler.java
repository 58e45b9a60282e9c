package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;

/**
 * Makes clones, all or none. They can be written to, are not mounted, and get what somebody set by hand on the dataset whose place they are to take
 * ({@code mountpoint}, {@code sharenfs}, {@code quota} …), so that a refresh does not undo it.
 */
public final class CloneSnapshotsHandler implements CommandHandler<CloneSnapshots> {
    private static final List<String> OWN = List.of("canmount", "readonly");

    @Override
    public Class<CloneSnapshots> type() {
        return CloneSnapshots.class;
    }

    @Override
    public Outcome handle(CloneSnapshots command, Execution execution) {
        return malformed(command)
                .map(ToolFailure::malformed)
                .orElseGet(() -> cloneAll(
                        command.clones(), new HostZfs(execution.machine().exec())));
    }

    private static Optional<String> malformed(CloneSnapshots command) {
        if (command.clones().isEmpty()) {
            return Optional.of("clones: there are none");
        }
        return command.clones().stream()
                .flatMap(CloneSnapshotsHandler::malformed)
                .findFirst();
    }

    private static Stream<String> malformed(Clone clone) {
        if (!ZfsNames.isDataset(clone.dataset())) {
            return Stream.of("dataset: '" + clone.dataset() + "' is not a dataset name");
        }
        if (!ZfsNames.isSnapshot(clone.snapshot())) {
            return Stream.of("snapshot: '" + clone.snapshot() + "' is not a snapshot name");
        }
        String pool = ZfsNames.pool(clone.dataset());
        return Stream.of(clone.to(), clone.like())
                .filter(name -> !ZfsNames.isDataset(name) || !name.startsWith(pool + "/"))
                .map(name -> "to: '" + name + "' is no dataset name in the pool of " + clone.dataset());
    }

    private static Outcome cloneAll(List<Clone> clones, HostZfs zfs) {
        List<String> names = clones.stream()
                .flatMap(clone -> Stream.of(snapshot(clone), clone.to(), clone.like()))
                .toList();
        return switch (zfs.look(names)) {
            case Unseen(ExecResult end) -> ToolFailure.of("zfs list", end);
            case Rows rows ->
                objection(clones, rows).map(ToolFailure::precondition).orElseGet(() -> make(clones, rows, zfs));
        };
    }

    private static Optional<String> objection(List<Clone> clones, Rows rows) {
        for (Clone clone : clones) {
            Row snapshot = rows.get(snapshot(clone));
            if (snapshot == null || !snapshot.guid().equals(clone.guid())) {
                return Optional.of("there is no " + snapshot(clone) + " with the guid " + clone.guid());
            }
            Row taken = rows.get(clone.to());
            if (taken != null && taken.origin() == null) {
                return Optional.of(clone.to() + " is there already and no clone");
            }
            if (taken != null && taken.mounted()) {
                return Optional.of(clone.to() + " is there already and mounted");
            }
        }
        return Optional.empty();
    }

    private static Outcome make(List<Clone> clones, Rows rows, HostZfs zfs) {
        List<String> there = rows.byName().keySet().stream()
                .filter(name -> !name.contains("@"))
                .toList();
        if (there.isEmpty()) {
            return make(clones, rows, Map.of(), zfs);
        }
        ToolLines told = zfs.ask(setByHand(there));
        return told.succeeded()
                ? make(clones, rows, options(told.lines()), zfs)
                : ToolFailure.of("zfs get all " + String.join(" ", there), told.end());
    }

    /** One that an earlier run left is good when nothing was set since on the one whose place it is to take. */
    private static Outcome make(List<Clone> clones, Rows rows, Map<String, List<String>> byHand, HostZfs zfs) {
        List<String> made = new ArrayList<>();
        for (Clone clone : clones) {
            Row left = rows.get(clone.to());
            List<String> wanted = byHand.getOrDefault(clone.like(), List.of());
            List<String> has = byHand.getOrDefault(clone.to(), List.of());
            if (left != null && left.origin().equals(snapshot(clone)) && wanted.equals(has)) {
                continue;
            }
            ExecResult end = make(clone, left, wanted, zfs);
            if (end.success().isEmpty()) {
                made.forEach(name -> zfs.run("destroy", name));
                return ToolFailure.of("zfs clone " + snapshot(clone) + " " + clone.to(), end);
            }
            made.add(clone.to());
        }
        return made(clones, zfs);
    }

    private static ExecResult make(Clone clone, Row left, List<String> options, HostZfs zfs) {
        if (left != null) {
            ExecResult destroyed = zfs.run("destroy", "-r", clone.to());
            if (destroyed.success().isEmpty()) {
                return destroyed;
            }
        }
        List<String> words = new ArrayList<>(List.of("clone", "-o", "canmount=noauto", "-o", "readonly=off"));
        words.addAll(options);
        words.addAll(List.of(snapshot(clone), clone.to()));
        return zfs.run(words.toArray(String[]::new));
    }

    private static Outcome made(List<Clone> clones, HostZfs zfs) {
        if (!(zfs.look(clones.stream().map(Clone::to).toList()) instanceof Rows rows)
                || rows.byName().size() < clones.size()) {
            return ToolFailure.unexpected("the clones were made and can no longer be listed");
        }
        return new Outcome.Done(new SnapshotsCloned(clones.stream()
                .map(clone ->
                        new CommandResult.Clone(clone.to(), rows.get(clone.to()).guid()))
                .toList()));
    }

    private static List<String> setByHand(List<String> datasets) {
        List<String> words =
                new ArrayList<>(List.of("zfs", "get", "-Hp", "-s", "local", "-o", "name,property,value", "all"));
        words.addAll(datasets);
        return words;
    }

    /** For {@code zfs clone}, by the dataset that has them. */
    private static Map<String, List<String>> options(List<String> lines) {
        Map<String, List<String>> options = new HashMap<>();
        lines.stream()
                .map(line -> line.split("\t", 3))
                .filter(fields -> fields.length == 3 && !OWN.contains(fields[1]))
                .forEach(fields -> options.computeIfAbsent(fields[0], _ -> new ArrayList<>())
                        .addAll(List.of("-o", fields[1] + "=" + fields[2])));
        return options;
    }

    private static String snapshot(Clone clone) {
        return clone.dataset() + "@" + clone.snapshot();
    }
}
