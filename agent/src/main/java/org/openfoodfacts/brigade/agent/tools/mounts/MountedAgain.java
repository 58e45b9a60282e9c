package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;

/**
 * What a command unmounts and takes back from NFS clients for a change that may yet fail. It stands in a file while that goes on, so that also an agent
 * that was killed in between mounts it again, at its next start.
 */
public final class MountedAgain {
    private final HostZfs zfs;
    private final Exports exports;
    private final Path file;

    public MountedAgain(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.file = machine.path(StateFile.FOLDER + "/unmounted/" + command + ".json");
    }

    /** {@code datasets} in the order in which they can be mounted. */
    private record Mounted(List<String> datasets, boolean exported) {}

    /** Before the first of them is unmounted. */
    public void remember(List<String> datasets, boolean exported) {
        StateFile.write(file, new Mounted(datasets, exported));
    }

    /** Those of them that are there and not mounted, and the exports. Answers what could not be, in words; none when nothing was remembered. */
    public List<String> all() {
        List<String> failed = new ArrayList<>();
        StateFile.read(file, Mounted.class).ifPresent(was -> {
            failed.addAll(mount(was.datasets()));
            if (was.exported()) {
                add(failed, "exports", exports.giveAgain());
            }
        });
        forget();
        return failed;
    }

    private List<String> mount(List<String> datasets) {
        List<String> failed = new ArrayList<>();
        switch (zfs.look(datasets)) {
            case HostZfs.Rows rows ->
                datasets.stream()
                        .map(rows::get)
                        .filter(row -> row != null && !row.mounted())
                        .forEach(row -> add(failed, row.name(), zfs.run("mount", row.name())));
            case HostZfs.Unseen(ExecResult end) -> add(failed, String.join(", ", datasets), end);
        }
        return failed;
    }

    private static void add(List<String> failed, String what, ExecResult end) {
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
    }

    /** The change is done. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed", e);
        }
    }
}
