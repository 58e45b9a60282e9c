package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Row;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Rows;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Unseen;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;

/** Looks whether the clones can change places, by what is there now, and has it done; see {@link ClonesSwap}. */
public final class SwapClonesHandler implements CommandHandler<SwapClones> {
    @Override
    public Class<SwapClones> type() {
        return SwapClones.class;
    }

    @Override
    public Outcome handle(SwapClones command, Execution execution) {
        return malformed(command).map(ToolFailure::malformed).orElseGet(() -> swapAll(command.swaps(), execution));
    }

    @Override
    public List<String> recover(UUID command, Machine machine) {
        return new ClonesPutBack(machine, command).recover();
    }

    private static Optional<String> malformed(SwapClones command) {
        if (command.swaps().isEmpty()) {
            return Optional.of("swaps: there are none");
        }
        return command.swaps().stream()
                .flatMap(swap -> swap.names()
                        .filter(name -> !ZfsNames.isDataset(name)
                                || !name.contains("/")
                                || !pool(name).equals(pool(swap.dataset()))))
                .findFirst()
                .map(name -> "'" + name + "' is no dataset name, or in another pool than the rest of its swap");
    }

    private static String pool(String name) {
        return ZfsNames.pool(String.valueOf(name));
    }

    private static Outcome swapAll(List<Swap> swaps, Execution execution) {
        HostZfs zfs = new HostZfs(execution.machine().exec());
        List<String> names = swaps.stream().flatMap(Swap::names).toList();
        return switch (zfs.look(names)) {
            case Unseen(ExecResult end) -> ToolFailure.of("zfs list", end);
            case Rows rows ->
                swaps.stream()
                        .flatMap(swap -> objection(swap, rows).stream())
                        .findFirst()
                        .map(ToolFailure::precondition)
                        .orElseGet(() -> new ClonesSwap(
                                        execution.machine(),
                                        zfs,
                                        swaps,
                                        rows,
                                        new ClonesPutBack(execution.machine(), execution.commandId()))
                                .run());
        };
    }

    private static Optional<String> objection(Swap swap, Rows rows) {
        Row now = rows.get(swap.dataset());
        Row fresh = rows.get(swap.fresh());
        Row aside = rows.get(swap.aside());
        if (now != null && now.guid().equals(swap.guid())) {
            return Optional.empty();
        }
        if (fresh == null || !fresh.guid().equals(swap.guid())) {
            return Optional.of("there is no " + swap.fresh() + " with the guid " + swap.guid());
        }
        if (fresh.origin() == null) {
            return Optional.of(swap.fresh() + " is no clone");
        }
        if (now != null && now.origin() == null) {
            return Optional.of(swap.dataset() + " is no clone: what it holds is nowhere else");
        }
        return now != null && aside != null ? Optional.of(swap.aside() + " is there already") : Optional.empty();
    }
}
