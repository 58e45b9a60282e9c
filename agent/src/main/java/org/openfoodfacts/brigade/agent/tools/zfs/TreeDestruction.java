package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.MountTable;
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.agent.tools.mounts.Unmounting;
import org.openfoodfacts.brigade.agent.tools.mounts.Users;
import org.openfoodfacts.brigade.agent.tools.zfs.DatasetTree.Node;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;

/**
 * Looks at everything first, and right before it destroys once more. {@code zfs destroy -r} goes on past what is in use and fails in the end with the
 * rest gone; so what is in use is looked for before, and all is unmounted. When something is in the way, what was unmounted is mounted and exported again.
 */
final class TreeDestruction {
    /** Of a dataset with very many snapshots on disks that are busy; it is not to be cut. */
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final Duration LOOKING = Duration.ofMinutes(5);

    private final DestroyDataset command;
    private final Machine machine;
    private final HostZfs zfs;
    private final MountTable mounts;
    private final MountedAgain mountedAgain;

    TreeDestruction(DestroyDataset command, UUID id, Machine machine) {
        this.command = command;
        this.machine = machine;
        this.zfs = new HostZfs(machine.exec());
        this.mounts = new MountTable(machine);
        this.mountedAgain = new MountedAgain(machine, id);
    }

    /** {@code tree} is null unless all of it could be seen. */
    private record Look(ExecResult end, DatasetTree tree) {}

    Outcome run() {
        Look look = look();
        if (look.tree() == null) {
            return ToolFailure.of("zfs list " + command.dataset(), look.end());
        }
        DatasetTree tree = look.tree();
        return tree.objection(command)
                .or(() -> inUse(tree))
                .map(ToolFailure::precondition)
                .orElseGet(() -> unmountAndDestroy(tree));
    }

    private Look look() {
        Invocation list = Invocation.of(DatasetTree.listing(command.dataset()).toArray(String[]::new));
        DatasetTree.Lines lines = new DatasetTree.Lines();
        ExecResult end = machine.exec().run(list.within(LOOKING), lines, Cancellation.never());
        return new Look(end, ZfsListing.isWhole(end) ? lines.tree() : null);
    }

    /** By whoever does not need it mounted. */
    private Optional<String> inUse(DatasetTree tree) {
        List<String> volumes =
                tree.datasets().stream().filter(Node::isVolume).map(Node::name).toList();
        return Users.receiving(machine, command.dataset()).or(() -> Users.open(machine, volumes));
    }

    private Outcome unmountAndDestroy(DatasetTree tree) {
        MountedTree mounted = MountedTree.of(tree, machine);
        mounted.remember(mountedAgain, Stream::of);
        Optional<Outcome> failed = unmount(mounted)
                .or(() -> inTheWay().map(ToolFailure::precondition))
                .or(() -> destroy(tree));
        if (failed.isPresent()) {
            return failed.get().leaving(mountedAgain.all());
        }
        mountedAgain.forget();
        return new Outcome.Done(tree.destroyed(command.reason()));
    }

    private Optional<Outcome> unmount(MountedTree mounted) {
        Unmounting unmounting = new Unmounting(machine, zfs);
        for (Node dataset : mounted.datasets()) {
            Optional<Outcome> failed = unmounting.of(dataset.name(), List.of(mounted.place(dataset)));
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    /** What came since the first look, and whoever has some of it mounted still: a container, or by hand. */
    private Optional<String> inTheWay() {
        Look look = look();
        if (look.tree() == null) {
            return Optional.of("zfs list " + command.dataset() + ": " + ToolFailure.describe(look.end()));
        }
        DatasetTree tree = look.tree();
        Set<String> names = new HashSet<>(tree.names());
        return tree.objection(command).or(() -> inUse(tree)).or(() -> mounts.user(names::contains));
    }

    private Optional<Outcome> destroy(DatasetTree tree) {
        ExecResult end = zfs.run(PATIENCE, "destroy", "-r", command.dataset());
        if (end.success().isPresent()) {
            return Optional.empty();
        }
        DatasetTree left = look().tree();
        String gone = left == null ? "what is left is not known" : tree.goneSince(left);
        String so = gone.isEmpty() ? "" : " (" + gone + ")";
        return Optional.of(ToolFailure.of("zfs destroy -r " + command.dataset() + so, end));
    }
}
