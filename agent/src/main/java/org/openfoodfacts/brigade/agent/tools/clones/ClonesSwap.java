package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Row;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Rows;
import org.openfoodfacts.brigade.agent.tools.mounts.Unmounting;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;

/**
 * Takes back the exports, unmounts, renames, mounts, exports again. When a step fails, or the agent is killed, all go back to where they were
 * ({@link ClonesPutBack}). Where even that was not to be done some are renamed: the next run sees which, and goes on, or puts those back as well.
 */
final class ClonesSwap {
    private final HostZfs zfs;
    private final Exports exports;
    private final Unmounting unmounting;
    private final List<Swap> swaps;
    private final Rows before;
    private final ClonesPutBack putBack;

    ClonesSwap(Machine machine, HostZfs zfs, List<Swap> swaps, Rows before, ClonesPutBack putBack) {
        this.putBack = putBack;
        this.unmounting = new Unmounting(machine, zfs);
        this.zfs = zfs;
        this.exports = new Exports(machine.exec());
        this.swaps = List.copyOf(swaps);
        this.before = before;
    }

    Outcome run() {
        List<Swap> left = swaps.stream().filter(swap -> !isDone(swap)).toList();
        boolean exported = !exports.at(mountpoints()).isEmpty();
        putBack.remember(swaps, before, exported);
        Optional<Outcome> failed = first(left, this::unmount)
                .or(() -> first(left, this::rename))
                .or(() -> first(swaps, this::mount))
                .or(() -> exported ? failure("exportfs -r", exports.giveAgain()) : Optional.empty());
        if (failed.isPresent()) {
            return failed.get().leaving(putBack.back());
        }
        putBack.forget();
        return done();
    }

    private boolean isDone(Swap swap) {
        Row now = before.get(swap.dataset());
        return now != null && now.guid().equals(swap.guid());
    }

    private List<String> mountpoints() {
        return swaps.stream()
                .map(swap -> before.get(swap.dataset()))
                .filter(row -> row != null && row.mounted())
                .map(Row::mountpoint)
                .filter(Objects::nonNull)
                .toList();
    }

    private interface Step {
        /** Why it failed; empty when it did not. */
        Optional<Outcome> of(Swap swap);
    }

    private static Optional<Outcome> first(List<Swap> some, Step step) {
        return some.stream().flatMap(swap -> step.of(swap).stream()).findFirst();
    }

    private static Optional<Outcome> failure(String doing, ExecResult end) {
        return end.success().isPresent() ? Optional.empty() : Optional.of(ToolFailure.of(doing, end));
    }

    /** And not mounted any more after the machine's next start, from now on: it has the same mount point as the fresh one. */
    private Optional<Outcome> unmount(Swap swap) {
        Row now = before.get(swap.dataset());
        if (now == null) {
            return Optional.empty();
        }
        Optional<Outcome> failed = now.mounted()
                ? unmounting.of(
                        swap.dataset(), Stream.ofNullable(now.mountpoint()).toList())
                : Optional.empty();
        return failed.or(() -> doNotMount(now));
    }

    private Optional<Outcome> doNotMount(Row row) {
        return row.canmount().equals("noauto")
                ? Optional.empty()
                : failure("zfs set canmount=noauto " + row.name(), zfs.run("set", "canmount=noauto", row.name()));
    }

    /** What had the name may have been set aside by a run that was cut. */
    private Optional<Outcome> rename(Swap swap) {
        if (before.get(swap.dataset()) != null) {
            Optional<Outcome> failed = rename(swap.dataset(), swap.aside());
            if (failed.isPresent()) {
                return failed;
            }
        }
        return rename(swap.fresh(), swap.dataset());
    }

    private Optional<Outcome> rename(String from, String to) {
        return failure("zfs rename " + from + " " + to, zfs.run("rename", "-u", from, to));
    }

    /** {@code canmount} is what decides whether it is mounted after the machine's next start; what an earlier run had set aside is not to be. */
    private Optional<Outcome> mount(Swap swap) {
        return failure("zfs set canmount=on " + swap.dataset(), zfs.run("set", "canmount=on", swap.dataset()))
                .or(() -> zfs.mount(swap.dataset()).map(end -> ToolFailure.of("zfs mount " + swap.dataset(), end)))
                .or(() -> Optional.ofNullable(before.get(swap.aside())).flatMap(this::doNotMount));
    }

    private Outcome done() {
        List<CommandResult.Clone> aside = new ArrayList<>();
        if (zfs.look(swaps.stream().map(Swap::aside).toList()) instanceof Rows rows) {
            rows.byName().values().forEach(row -> aside.add(new CommandResult.Clone(row.name(), row.guid())));
        }
        return new Outcome.Done(new ClonesSwapped(aside));
    }
}
