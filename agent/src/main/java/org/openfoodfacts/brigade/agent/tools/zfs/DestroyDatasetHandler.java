package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.Unmounting;
import org.openfoodfacts.brigade.agent.tools.zfs.DatasetTree.Node;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;

/**
 * Destroys a dataset with all below it. Looks at everything first; then unmounts all of it, because zfs destroys one after the other and would stop at
 * the first that somebody uses; what was unmounted is mounted again when one is in use.
 */
public final class DestroyDatasetHandler implements CommandHandler<DestroyDataset> {
    @Override
    public Class<DestroyDataset> type() {
        return DestroyDataset.class;
    }

    @Override
    public Outcome handle(DestroyDataset command, Execution execution) {
        if (!ZfsNames.isDataset(command.dataset()) || !command.dataset().contains("/")) {
            return ToolFailure.malformed("dataset: '" + command.dataset() + "' is not a dataset below a pool");
        }
        return destroy(command, execution.machine());
    }

    private static Outcome destroy(DestroyDataset command, Machine machine) {
        HostZfs zfs = new HostZfs(machine.exec());
        ToolLines listed = zfs.ask(DatasetTree.listing(command.dataset()));
        if (!listed.succeeded()) {
            return ToolFailure.of("zfs list " + command.dataset(), listed.end());
        }
        DatasetTree tree = DatasetTree.of(listed.lines());
        return tree.objection(command).map(ToolFailure::precondition).orElseGet(() -> destroy(tree, machine, zfs));
    }

    private static Outcome destroy(DatasetTree tree, Machine machine, HostZfs zfs) {
        String top = tree.datasets().getFirst().name();
        Unmounting unmounting = new Unmounting(machine, zfs);
        Deque<Node> unmounted = new ArrayDeque<>();
        Optional<Outcome> failed = Optional.empty();
        for (Node dataset : tree.mounted().reversed()) {
            failed = unmounting.of(dataset.name(), List.of(dataset.mountpoint()));
            if (failed.isPresent()) {
                break;
            }
            unmounted.push(dataset);
        }
        if (failed.isEmpty()) {
            ExecResult end = zfs.run("destroy", "-r", top);
            failed = end.success().isPresent()
                    ? Optional.empty()
                    : Optional.of(ToolFailure.of("zfs destroy -r " + top, end));
        }
        failed.ifPresent(_ -> mountAgain(unmounted, machine, zfs));
        return failed.orElseGet(() -> new Outcome.Done(tree.destroyed()));
    }

    private static void mountAgain(Collection<Node> unmounted, Machine machine, HostZfs zfs) {
        unmounted.forEach(dataset -> zfs.run("mount", dataset.name()));
        if (!unmounted.isEmpty()) {
            new Exports(machine.exec()).giveAgain();
        }
    }
}
