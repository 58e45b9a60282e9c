package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * Takes back the exports, unmounts, renames, mounts, exports again. Each step that succeeded leaves behind how it is undone; one that fails
 * undoes all before it, the last first, so the old ones are where they were. A run that was cut leaves some renamed: the next one sees which, and
 * goes on, or brings those back as well.
 */
final class ClonesSwap {
    private final HostZfs zfs;
    private final Exports exports;
    private final Unmounting unmounting;
    private final List<Swap> swaps;
    private final Rows before;
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    ClonesSwap(Machine machine, HostZfs zfs, List<Swap> swaps, Rows before) {
        this.unmounting = new Unmounting(machine, zfs);
        this.zfs = zfs;
        this.exports = new Exports(machine.exec());
        this.swaps = List.copyOf(swaps);
        this.before = before;
    }

    Outcome run() {
        List<Swap> left = swaps.stream().filter(swap -> !isDone(swap)).toList();
        boolean exported = !exports.at(mountpoints()).isEmpty();
        swaps.stream().filter(this::wasCut).forEach(swap -> undoing.push(() -> bringBack(swap)));
        Optional<Outcome> failed = first(left, this::unmount)
                .or(() -> first(left, this::rename))
                .or(() -> first(swaps, this::mount))
                .or(() -> exported ? failure("exportfs -r", exports.giveAgain()) : Optional.empty());
        failed.ifPresent(_ -> {
            undoing.forEach(Runnable::run);
            if (exported) {
                exports.giveAgain();
            }
        });
        return failed.orElseGet(this::done);
    }

    /** An earlier run had set aside what had the name; whether it came to give the name to the fresh one, too, or not. */
    private boolean wasCut(Swap swap) {
        return before.get(swap.aside()) != null;
    }

    /** Undoes what an earlier run did. */
    private void bringBack(Swap swap) {
        if (isDone(swap)) {
            takeAway(swap);
            zfs.run("rename", "-u", swap.dataset(), swap.fresh());
        }
        zfs.run("rename", "-u", swap.aside(), swap.dataset());
        zfs.run("set", "canmount=on", swap.dataset());
        zfs.run("mount", swap.dataset());
    }

    private void takeAway(Swap swap) {
        zfs.run("unmount", swap.dataset());
        zfs.run("set", "canmount=noauto", swap.dataset());
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

    private Optional<Outcome> unmount(Swap swap) {
        Row now = before.get(swap.dataset());
        if (now == null || !now.mounted()) {
            return Optional.empty();
        }
        List<String> mountpoints = now.mountpoint() == null ? List.of() : List.of(now.mountpoint());
        Optional<Outcome> failed = unmounting.of(swap.dataset(), mountpoints);
        if (failed.isEmpty()) {
            undoing.push(() -> zfs.run("mount", swap.dataset()));
        }
        return failed;
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
        ExecResult end = zfs.run("rename", "-u", from, to);
        if (end.success().isPresent()) {
            undoing.push(() -> zfs.run("rename", "-u", to, from));
        }
        return failure("zfs rename " + from + " " + to, end);
    }

    /** {@code canmount} is what decides whether it is mounted after the machine's next start. */
    private Optional<Outcome> mount(Swap swap) {
        ExecResult set = zfs.run("set", "canmount=on", swap.dataset());
        if (set.success().isPresent() && !isDone(swap)) {
            undoing.push(() -> takeAway(swap));
        }
        return failure("zfs set canmount=on " + swap.dataset(), set)
                .or(() -> mount(swap.dataset()))
                .or(() -> setAside(swap));
    }

    /** What an earlier run, or zfs itself when {@code canmount} was set, has mounted is done. */
    private Optional<Outcome> mount(String dataset) {
        ExecResult end = zfs.run("mount", dataset);
        boolean isMounted = end instanceof ExecResult.Exited exited
                && exited.errors().strip().endsWith("filesystem already mounted");
        return isMounted ? Optional.empty() : failure("zfs mount " + dataset, end);
    }

    private Optional<Outcome> setAside(Swap swap) {
        boolean isThere = wasCut(swap) || (before.get(swap.dataset()) != null && !isDone(swap));
        if (!isThere) {
            return Optional.empty();
        }
        ExecResult end = zfs.run("set", "canmount=noauto", swap.aside());
        if (end.success().isPresent()) {
            undoing.push(() -> zfs.run("set", "canmount=on", swap.aside()));
        }
        return failure("zfs set canmount=noauto " + swap.aside(), end);
    }

    private Outcome done() {
        List<CommandResult.Clone> aside = new ArrayList<>();
        if (zfs.look(swaps.stream().map(Swap::aside).toList()) instanceof Rows rows) {
            rows.byName().values().forEach(row -> aside.add(new CommandResult.Clone(row.name(), row.guid())));
        }
        return new Outcome.Done(new ClonesSwapped(aside));
    }
}
