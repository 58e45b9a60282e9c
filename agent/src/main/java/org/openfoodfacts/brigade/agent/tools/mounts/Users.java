package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;

/** Who keeps a file system busy: processes of the machine with something open in it, and clients of its NFS server. */
public final class Users {
    private static final int MOST = 5;
    private static final Pattern PARTITION = Pattern.compile("^(/dev/zd\\d+)p\\d+$");

    private Users() {}

    /** In words for people; empty when nobody can be made out. */
    static String of(Machine machine, String mountpoint) {
        List<String> users = new ArrayList<>();
        users.addAll(processes(machine, mountpoint));
        users.addAll(new NfsClients(machine).of(mountpoint));
        return some(users);
    }

    private static String some(List<String> users) {
        return String.join(", ", users.subList(0, Math.min(MOST, users.size())));
    }

    private static List<String> processes(Machine machine, String mountpoint) {
        return processes(machine)
                .filter(process -> uses(process, mountpoint))
                .map(Users::words)
                .toList();
    }

    private static Stream<Path> processes(Machine machine) {
        return ProcFiles.entries(machine.path("/proc")).stream()
                .filter(process -> process.getFileName().toString().matches("\\d+"));
    }

    private static String words(Path process) {
        return "process " + process.getFileName() + name(process);
    }

    static String name(Path process) {
        return ProcFiles.lines(process.resolve("comm")).stream()
                .findFirst()
                .map(name -> " (" + name + ")")
                .orElse("");
    }

    /** The first of these volumes that somebody has open, mounted, or under a device of its own, with who, in words; in one pass over all processes. */
    public static Optional<String> open(Machine machine, List<String> volumes) {
        Map<String, String> volumeOf = new LinkedHashMap<>();
        for (String volume : volumes) {
            target(machine.path("/dev/zvol/" + volume.replace(' ', '+')))
                    .ifPresent(path -> volumeOf.put("/dev/" + Path.of(path).getFileName(), volume));
        }
        if (volumeOf.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> users = new LinkedHashMap<>();
        volumeOf.forEach((device, volume) -> users.put(volume, holders(machine, device)));
        processes(machine)
                .forEach(process -> targets(process)
                        .map(path -> volumeOf.get(wholeDisk(path)))
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(volume -> users.get(volume).add(words(process))));
        return users.entrySet().stream()
                .filter(volume -> !volume.getValue().isEmpty())
                .findFirst()
                .map(volume -> volume.getKey() + " is in use by " + some(volume.getValue()));
    }

    /** Devices that lie on it, and who has it or a part of it mounted. */
    private static List<String> holders(Machine machine, String device) {
        List<String> holders = new ArrayList<>();
        ProcFiles.entries(machine.path("/sys/block/" + device.substring("/dev/".length()) + "/holders"))
                .forEach(holder -> holders.add("device " + holder.getFileName()));
        new MountTable(machine).user(source -> wholeDisk(source).equals(device)).ifPresent(holders::add);
        return holders;
    }

    /** {@code /dev/zd16} of {@code /dev/zd16p1}. */
    private static String wholeDisk(String device) {
        return PARTITION.matcher(device).replaceFirst("$1");
    }

    /** The first process that receives a stream into one of these datasets, in words: ours, syncoid's or anybody's. */
    public static Optional<String> receiving(Machine machine, Collection<String> datasets) {
        Set<String> names = Set.copyOf(datasets);
        return processes(machine)
                .flatMap(process -> received(process)
                        .filter(names::contains)
                        .map(dataset -> dataset + " is being received by process " + process.getFileName())
                        .stream())
                .findFirst();
    }

    /** What {@code zfs receive OPTIONS DATASET[@SNAPSHOT]} receives. */
    private static Optional<String> received(Path process) {
        List<String> argv = ProcFiles.texts(process.resolve("cmdline"));
        boolean receives = argv.size() > 2
                && argv.getFirst().matches("(.*/)?zfs")
                && List.of("receive", "recv").contains(argv.get(1));
        return receives ? Optional.of(argv.getLast().split("@", 2)[0]) : Optional.empty();
    }

    private static boolean uses(Path process, String mountpoint) {
        return targets(process).anyMatch(target -> target.equals(mountpoint) || target.startsWith(mountpoint + "/"));
    }

    /** Of all that a process has open, and its folder. */
    private static Stream<String> targets(Path process) {
        return Stream.concat(
                        Stream.of(process.resolve("cwd"), process.resolve("root")),
                        ProcFiles.entries(process.resolve("fd")).stream())
                .flatMap(link -> target(link).stream());
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
