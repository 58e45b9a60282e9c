package org.openfoodfacts.brigade.agent.tools.mounts;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;

/** What is mounted where, by the kernel's own tables ({@code /proc/PID/mountinfo}): a container has a mount namespace of its own. */
public final class MountTable {
    private static final String SEPARATOR = " - ";

    private final Machine machine;

    public MountTable(Machine machine) {
        this.machine = machine;
    }

    /** {@code source} is a dataset's name, or a device. */
    private record Mounted(String source, String at) {
        static Stream<Mounted> of(String line) {
            int separator = line.indexOf(SEPARATOR);
            String[] before = line.split(" ");
            String[] behind = separator < 0
                    ? new String[0]
                    : line.substring(separator + SEPARATOR.length()).split(" ");
            return before.length > 4 && behind.length > 1
                    ? Stream.of(new Mounted(Octal.plain(behind[1]), Octal.plain(before[4])))
                    : Stream.empty();
        }
    }

    /** Where the machine itself has each dataset mounted; of several places the first. */
    public Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        mounts(machine.path("/proc/1")).forEach(mount -> places.putIfAbsent(mount.source(), mount.at()));
        return places;
    }

    /** In words, the first mount namespace, the machine's own or another, where something is mounted of which the source is such; empty without one. */
    public Optional<String> user(Predicate<String> source) {
        return seen(source).findFirst().map(Map.Entry::getValue);
    }

    /** Of each such source the first, by source. */
    Map<String, String> users(Predicate<String> source) {
        return seen(source).collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }

    private Stream<Map.Entry<String, String>> seen(Predicate<String> source) {
        Set<String> seen = new HashSet<>();
        return ProcFiles.processes(machine)
                .filter(process -> seen.add(namespace(process)))
                .flatMap(process -> mounts(process)
                        .filter(mount -> source.test(mount.source()))
                        .map(mount -> Map.entry(
                                mount.source(),
                                mount.source() + " is mounted at " + mount.at() + " for process "
                                        + process.getFileName() + Users.name(process))));
    }

    private static Stream<Mounted> mounts(Path process) {
        return ProcFiles.lines(process.resolve("mountinfo")).stream().flatMap(Mounted::of);
    }

    private static String namespace(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
        } catch (IOException e) {
            return process.toString();
        }
    }
}
