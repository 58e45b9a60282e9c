package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;

/** Who keeps a file system busy: processes of the machine with something open in it, and clients of its NFS server. */
public final class Users {
    private static final int MOST = 5;

    private Users() {}

    /** In words for people; empty when nobody can be made out. */
    static String of(Machine machine, String mountpoint) {
        List<String> users = new ArrayList<>();
        users.addAll(processes(machine, mountpoint));
        users.addAll(new NfsClients(machine).of(mountpoint));
        return String.join(", ", users.subList(0, Math.min(MOST, users.size())));
    }

    private static List<String> processes(Machine machine, String mountpoint) {
        return ProcFiles.entries(machine.path("/proc")).stream()
                .filter(process -> process.getFileName().toString().matches("\\d+"))
                .filter(process -> uses(process, mountpoint))
                .map(process -> "process " + process.getFileName() + name(process))
                .toList();
    }

    static String name(Path process) {
        return ProcFiles.lines(process.resolve("comm")).stream()
                .findFirst()
                .map(name -> " (" + name + ")")
                .orElse("");
    }

    /** Who has a volume open, mounted, or under a device of its own, in words; empty when nobody can be made out. */
    public static String ofVolume(Machine machine, String volume) {
        Path link = machine.path("/dev/zvol/" + volume.replace(' ', '+'));
        Optional<String> device =
                target(link).map(path -> Path.of(path).getFileName().toString());
        if (device.isEmpty()) {
            return "";
        }
        String path = "/dev/" + device.get();
        List<String> users = new ArrayList<>(processes(machine, path));
        ProcFiles.entries(machine.path("/sys/block/" + device.get() + "/holders"))
                .forEach(holder -> users.add("device " + holder.getFileName()));
        new MountTable(machine).user(source -> source.startsWith(path)).ifPresent(users::add);
        return String.join(", ", users.subList(0, Math.min(MOST, users.size())));
    }

    private static boolean uses(Path process, String mountpoint) {
        return Stream.concat(
                        Stream.of(process.resolve("cwd"), process.resolve("root")),
                        ProcFiles.entries(process.resolve("fd")).stream())
                .flatMap(link -> target(link).stream())
                .anyMatch(target -> target.equals(mountpoint) || target.startsWith(mountpoint + "/"));
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
