package org.openfoodfacts.brigade.agent.tools.mounts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports.Export;

/**
 * Unmounts file systems, also exported ones: what the NFS server gives of them is taken back before. Whoever unmounts gives the exports again
 * ({@link Exports#giveAgain}) when all is done.
 */
public final class Unmounting {
    private final Machine machine;
    private final HostZfs zfs;
    private final Exports exports;

    public Unmounting(Machine machine, HostZfs zfs) {
        this.machine = machine;
        this.zfs = zfs;
        this.exports = new Exports(machine.exec());
    }

    /** Why it stays mounted, with whoever uses it; empty when it is unmounted. {@code mountpoints} are its own, one or none. */
    public Optional<Outcome> of(String dataset, List<String> mountpoints) {
        ExecResult end = unmount(dataset, mountpoints);
        if (end.success().isPresent()) {
            return Optional.empty();
        }
        String users = mountpoints.stream().map(at -> Users.of(machine, at)).collect(Collectors.joining());
        String exported = exports.at(mountpoints).isEmpty() ? "" : " (still exported)";
        return Optional.of(ToolFailure.of(
                "zfs unmount " + dataset + exported + (users.isEmpty() ? "" : " (in use by " + users + ")"), end));
    }

    /** zfs itself exports again what is declared, with every try to unmount: so what is there is taken back right before each. */
    private ExecResult unmount(String dataset, List<String> mountpoints) {
        takeBack(mountpoints);
        ExecResult end = zfs.run("unmount", dataset);
        if (end.success().isPresent() || mountpoints.isEmpty()) {
            return end;
        }
        boolean exported = takeBack(mountpoints);
        boolean delegated = new NfsClients(machine).takeDelegationsBack(mountpoints.getFirst());
        boolean forgotten = exported && new ExportCache(machine).forget();
        return delegated || forgotten ? zfs.run("unmount", dataset) : end;
    }

    /** Whether there was any. Where it fails, the unmounting tells. */
    private boolean takeBack(List<String> mountpoints) {
        List<Export> given = exports.at(mountpoints);
        given.forEach(exports::takeBack);
        return !given.isEmpty();
    }
}
