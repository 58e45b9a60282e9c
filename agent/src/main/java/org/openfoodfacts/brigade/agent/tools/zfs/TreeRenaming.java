package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.agent.tools.mounts.Users;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRenamed;

/**
 * Looks first whether it is what was spoken of. {@code zfs rename} unmounts all of it and mounts it by its new names; when it fails or is cut in between,
 * what is not mounted then is mounted, under the name it has.
 */
final class TreeRenaming {
    private final RenameDataset command;
    private final Machine machine;
    private final HostZfs zfs;
    private final MountedAgain mountedAgain;

    TreeRenaming(RenameDataset command, UUID id, Machine machine) {
        this.command = command;
        this.machine = machine;
        this.zfs = new HostZfs(machine.exec());
        this.mountedAgain = new MountedAgain(machine, id);
    }

    Outcome run() {
        ToolLines listed = list(command.dataset());
        ToolLines taken = list(command.to());
        if (listed.lacksSome()) {
            return hasNewName(taken) ? done() : ToolFailure.precondition("there is no dataset " + command.dataset());
        }
        if (!ZfsListing.isWhole(listed.end())) {
            return ToolFailure.of("zfs list " + command.dataset(), listed.end());
        }
        if (!taken.lacksSome()) {
            return ToolFailure.precondition(command.to() + " is there already, or cannot be asked about");
        }
        DatasetTree tree = DatasetTree.of(listed.lines());
        return tree.objection(command.guid(), command.below())
                .or(() -> Users.receiving(machine, command.dataset()))
                .map(ToolFailure::precondition)
                .orElseGet(() -> rename(tree));
    }

    private ToolLines list(String dataset) {
        return zfs.ask(DatasetTree.listingWithoutSnapshots(dataset));
    }

    private boolean hasNewName(ToolLines taken) {
        return taken.succeeded()
                && DatasetTree.of(taken.lines()).datasets().getFirst().guid().equals(command.guid());
    }

    private Outcome rename(DatasetTree tree) {
        boolean remount = Boolean.TRUE.equals(command.remount());
        List<String> words = new ArrayList<>(List.of("rename"));
        if (remount) {
            MountedTree.of(tree, machine).remember(mountedAgain, name -> Stream.of(name, command.renamed(name)));
        } else if (!tree.datasets().getFirst().isVolume()) {
            words.add("-u");
        }
        words.addAll(List.of(command.dataset(), command.to()));
        ExecResult end = zfs.run(words.toArray(String[]::new));
        if (end.success().isPresent()) {
            mountedAgain.forget();
            return done();
        }
        String so = hasNewName(list(command.to())) ? " (it has the new name)" : "";
        return ToolFailure.of("zfs rename " + command.dataset() + " " + command.to() + so, end)
                .leaving(mountedAgain.all());
    }

    private Outcome done() {
        return new Outcome.Done(new DatasetRenamed(command.dataset(), command.to()));
    }
}
