package org.openfoodfacts.brigade.agent.tools.mounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateNote;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;

/**
 * What a command unmounts and takes back from NFS clients for a change that may yet fail. It stands in a file while that goes on, so that also an agent
 * that was killed in between mounts it again, at its next start.
 */
public final class MountedAgain {
    private static final String KIND = "unmounted";

    private final HostZfs zfs;
    private final Exports exports;
    private final StateNote<Mounted> note;

    public MountedAgain(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.note = StateNote.of(machine, KIND, command, Mounted.class);
    }

    /** Another one under its name later, a copy perhaps, is none of ours to mount. */
    public record Dataset(String name, String guid) {}

    private record Mounted(List<Dataset> datasets, boolean exported) {}

    /** Before the first of them is unmounted; in the order in which they can be mounted. */
    public void remember(List<Dataset> datasets, boolean exported) {
        note.write(new Mounted(datasets, exported));
    }

    /** The commands that may have left something unmounted. */
    public static List<UUID> left(Machine machine) {
        return StateNote.commands(machine, KIND);
    }

    /**
     * Those of them that are there and not mounted, and the exports when all are. Answers what could not be, in words; none when nothing was remembered. Where
     * zfs does not answer it stays remembered for the agent's next start.
     */
    public List<String> all() {
        List<String> failed = new ArrayList<>();
        Optional<Mounted> remembered = note.read(failed::add);
        boolean answered = remembered.isEmpty() || mount(remembered.get().datasets(), failed);
        if (answered) {
            if (failed.isEmpty() && remembered.isPresent() && remembered.get().exported()) {
                add(failed, "exports", exports.giveAgain());
            }
            note.forget();
        }
        return failed;
    }

    private boolean mount(List<Dataset> datasets, List<String> failed) {
        List<String> names = datasets.stream().map(Dataset::name).toList();
        switch (zfs.look(names)) {
            case HostZfs.Rows rows ->
                datasets.stream()
                        .filter(dataset -> isUnmounted(dataset, rows.get(dataset.name())))
                        .forEach(dataset ->
                                zfs.mount(dataset.name()).ifPresent(end -> add(failed, dataset.name(), end)));
            case HostZfs.Unseen(ExecResult end) -> {
                add(failed, String.join(", ", names), end);
                return false;
            }
        }
        return true;
    }

    /** {@code row} is null when it is gone. */
    private static boolean isUnmounted(Dataset dataset, HostZfs.Row row) {
        return row != null && row.guid().equals(dataset.guid()) && !row.mounted();
    }

    private static void add(List<String> failed, String what, ExecResult end) {
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
    }

    /** The change is done. */
    public void forget() {
        note.forget();
    }
}
