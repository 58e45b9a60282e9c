package org.openfoodfacts.brigade.agent.tools.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        return ProcFiles.processes(machine)
                .filter(process -> uses(process, mountpoint))
                .map(Users::words)
                .toList();
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
        new MountTable(machine)
                .users(source -> volumeOf.containsKey(wholeDisk(source)))
                .forEach((source, who) ->
                        users.get(volumeOf.get(wholeDisk(source))).add(who));
        ProcFiles.processes(machine)
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

    /** Devices that lie on it or on a part of it. */
    private static List<String> holders(Machine machine, String device) {
        Path block = machine.path("/sys/block/" + device.substring("/dev/".length()));
        return Stream.concat(Stream.of(block), ProcFiles.entries(block).stream())
                .flatMap(part -> ProcFiles.entries(part.resolve("holders")).stream())
                .map(holder -> "device " + holder.getFileName())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** {@code /dev/zd16} of {@code /dev/zd16p1}. */
    private static String wholeDisk(String device) {
        return PARTITION.matcher(device).replaceFirst("$1");
    }

    /** The first process that receives a stream into this dataset or below it, in words: ours, syncoid's or anybody's. A look, and no lock. */
    public static Optional<String> receiving(Machine machine, String dataset) {
        return ProcFiles.processes(machine)
                .flatMap(process -> received(process, dataset)
                        .map(target -> target + " is being received by process " + process.getFileName())
                        .stream())
                .findFirst();
    }

    /** What {@code zfs receive OPTIONS DATASET[@SNAPSHOT]} receives; with {@code -d} or {@code -e} the stream says what below it. */
    private static Optional<String> received(Path process, String dataset) {
        List<String> argv = ProcFiles.texts(process.resolve("cmdline"));
        if (argv.size() < 3
                || !argv.getFirst().matches("(.*/)?zfs")
                || !List.of("receive", "recv").contains(argv.get(1))) {
            return Optional.empty();
        }
        boolean below = argv.stream().anyMatch(word -> word.matches("-[A-Za-z]*[de][A-Za-z]*"));
        return argv.stream()
                .skip(2)
                .map(word -> word.split("@", 2)[0])
                .filter(target -> isAtOrBelow(target, dataset) || (below && isAtOrBelow(dataset, target)))
                .findFirst();
    }

    private static boolean isAtOrBelow(String one, String other) {
        return one.equals(other) || one.startsWith(other + "/");
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
