package org.openfoodfacts.brigade.agent.tools.mounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.NotYetException;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateNote;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;

/**
 * What a command unmounts and takes back from NFS clients for a change that may yet fail. It stands in a file while that goes on, so that also an agent
 * that was killed in between mounts it again, at its next start.
 */
public final class MountedAgain {
    private final HostZfs zfs;
    private final Exports exports;
    private final StateNote<Mounted> note;

    public MountedAgain(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.note = StateNote.of(machine, "unmounted", command, Mounted.class);
    }

    /** Another one under its name later, a copy perhaps, is none of ours to mount. */
    public record Dataset(String name, String guid) {}

    private record Mounted(List<Dataset> datasets, boolean exported) {}

    /** Before the first of them is unmounted; in the order in which they can be mounted. */
    public void remember(List<Dataset> datasets, boolean exported) {
        note.write(new Mounted(datasets, exported));
    }

    /** Those of them that are there and not mounted, and the exports when all are. Answers what could not be, in words; none when nothing was remembered. */
    public List<String> all() {
        List<String> failed = new ArrayList<>();
        var _ = mountAndExport(failed);
        note.forget();
        return failed;
    }

    /**
     * As {@link #all}, at the start of the agent.
     *
     * @throws NotYetException while zfs does not answer, or the pool is not there; it stays remembered
     */
    public List<String> recover() {
        List<String> failed = new ArrayList<>();
        if (!mountAndExport(failed)) {
            throw new NotYetException(failed);
        }
        note.forget();
        return failed;
    }

    /** False when zfs did not answer. */
    private boolean mountAndExport(List<String> failed) {
        Optional<Mounted> remembered = note.read(failed::add);
        if (remembered.isEmpty()) {
            return true;
        }
        Mounted was = remembered.get();
        boolean answered = mount(was.datasets(), failed);
        if (was.exported()) {
            exports.giveAgainWhen(failed.isEmpty()).ifPresent(failed::add);
        }
        return answered;
    }

    private boolean mount(List<Dataset> datasets, List<String> failed) {
        return switch (zfs.lookWithPool(datasets.stream().map(Dataset::name).toList())) {
            case HostZfs.Rows rows -> mount(datasets, rows, failed);
            case HostZfs.Unseen(ExecResult end) -> {
                add(failed, "zfs list", end);
                yield false;
            }
        };
    }

    private boolean mount(List<Dataset> datasets, HostZfs.Rows rows, List<String> failed) {
        boolean answered = true;
        for (Dataset dataset : datasets) {
            if (isUnmounted(dataset, rows.get(dataset.name()))) {
                ExecResult end = zfs.mount(dataset.name()).orElse(null);
                answered &= end == null || add(failed, dataset.name(), end);
            }
        }
        return answered;
    }

    /** {@code row} is null when it is gone. */
    private static boolean isUnmounted(Dataset dataset, HostZfs.Row row) {
        return row != null && row.guid().equals(dataset.guid()) && !row.mounted();
    }

    /** False when there was no answer. */
    private static boolean add(List<String> failed, String what, ExecResult end) {
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
        return end instanceof ExecResult.Exited;
    }

    /** The change is done. */
    public void forget() {
        note.forget();
    }
}
