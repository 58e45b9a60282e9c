package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.Machine;

/**
 * The clients of the machine's NFS server, of version 4, as the kernel lists them ({@code /proc/fs/nfsd/clients}, Linux 5.3 or newer). What a client holds of
 * a file system keeps that busy, also when it is exported no more: files and locks that somebody has, and delegations, which it keeps of files that it had
 * read for as long as it likes. Under one of those it opens files without telling, so "nothing but delegations" is not "nothing open": whoever reads on
 * is told that the file is stale, as of any file system that is replaced; that is why consumers are stopped before.
 */
final class NfsClients {
    private static final String FOLDER = "/proc/fs/nfsd/clients";
    /** What stands behind the file system, the file's name, is its owner's to choose. */
    private static final Pattern STATE = Pattern.compile(
            "- \\S+: \\{ type: (\\w+), (?:access: (\\S+), )?.*?superblock: \"([0-9a-f]+):([0-9a-f]+):\\d+\".*");

    private static final Set<String> IN_USE = Set.of("open", "lock");
    private static final int HEX = 16;

    private final Machine machine;

    NfsClients(Machine machine) {
        this.machine = machine;
    }

    /** {@code device} is {@code major:minor} in decimal, as in {@code mountinfo}. */
    private record Held(String type, boolean writes, String device) {
        boolean isOf(Optional<String> fileSystem) {
            return fileSystem.isEmpty() || fileSystem.get().equals(device);
        }

        /** A delegation to write may cover what the client has not sent yet. */
        boolean isInUse() {
            return IN_USE.contains(type) || writes;
        }

        boolean mayBeLost() {
            return type.equals("lock") || (type.equals("deleg") && writes);
        }
    }

    private record Client(Path folder, String address, List<Held> held) {
        boolean holds(Optional<String> fileSystem) {
            return held.stream().anyMatch(state -> state.isOf(fileSystem));
        }

        boolean uses(Optional<String> fileSystem) {
            return held.stream().anyMatch(state -> state.isOf(fileSystem) && state.isInUse());
        }

        /** What it has open elsewhere it opens again; a lock, or what it has not sent yet, it might lose. */
        boolean mayExpire(Optional<String> fileSystem) {
            return holds(fileSystem) && !uses(fileSystem) && held.stream().noneMatch(Held::mayBeLost);
        }
    }

    /** In words for people: who holds something of what is mounted there; of all clients where the kernel does not tell what that is. */
    List<String> of(String mountpoint) {
        Optional<String> device = device(mountpoint);
        return clients().stream()
                .filter(client -> device.isEmpty() || client.holds(device))
                .map(client -> "NFS client " + client.address())
                .toList();
    }

    /**
     * Ends the sessions of those that hold nothing but delegations there, so that they let go of them at once; they begin another by themselves. True when
     * there was any.
     */
    boolean takeDelegationsBack(String mountpoint) {
        Optional<String> device = device(mountpoint);
        boolean any = false;
        for (Client client : device.isEmpty() ? List.<Client>of() : clients()) {
            if (client.mayExpire(device)) {
                any |= expire(client);
            }
        }
        return any;
    }

    private static boolean expire(Client client) {
        try {
            Files.writeString(client.folder().resolve("ctl"), "expire\n");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Client> clients() {
        return ProcFiles.entries(machine.path(FOLDER)).stream()
                .flatMap(folder -> address(folder).stream()
                        .map(address -> new Client(folder, address, held(folder.resolve("states")))))
                .toList();
    }

    private static Optional<String> address(Path folder) {
        return ProcFiles.lines(folder.resolve("info")).stream()
                .filter(line -> line.startsWith("address:"))
                .map(line ->
                        line.substring("address:".length()).replace("\"", "").strip())
                .findFirst();
    }

    private static List<Held> held(Path states) {
        List<Held> held = new ArrayList<>();
        for (String line : ProcFiles.lines(states)) {
            Matcher state = STATE.matcher(line);
            if (state.matches()) {
                boolean writes = state.group(2) != null && state.group(2).contains("w");
                int major = Integer.parseInt(state.group(3), HEX);
                int minor = Integer.parseInt(state.group(4), HEX);
                held.add(new Held(state.group(1), writes, major + ":" + minor));
            }
        }
        return held;
    }

    /** As the machine's first process sees it: the agent has mounts of its own. */
    private Optional<String> device(String mountpoint) {
        return ProcFiles.lines(machine.path("/proc/1/mountinfo")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 4 && Octal.plain(fields[4]).equals(mountpoint))
                .map(fields -> fields[2])
                .reduce((_, last) -> last);
    }
}
