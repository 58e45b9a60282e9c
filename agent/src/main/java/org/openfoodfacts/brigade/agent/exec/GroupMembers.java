package org.openfoodfacts.brigade.agent.exec;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Finds the living members of a process group that this agent began. It looks among the processes of the agent's own cgroup, which are
 * few because systemd gives every service one (cgroup v2), and through all of the machine's where that cannot be read.
 */
final class GroupMembers {
    private static final Path PROC = Path.of("/proc");
    private static final Optional<Path> OWN_CGROUP = ownCgroup();

    private GroupMembers() {}

    static boolean hasLiving(long group) {
        try {
            return processes().stream().anyMatch(process -> isLivingMember(process, group));
        } catch (IOException e) {
            return true;
        }
    }

    private static List<Path> processes() throws IOException {
        if (OWN_CGROUP.isPresent()) {
            try {
                return Files.readAllLines(OWN_CGROUP.get()).stream()
                        .map(PROC::resolve)
                        .toList();
            } catch (IOException e) {
                return allProcesses();
            }
        }
        return allProcesses();
    }

    private static List<Path> allProcesses() throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            return StreamSupport.stream(processes.spliterator(), false).toList();
        }
    }

    /** /proc/self/cgroup has a line {@code 0::/path} where there is cgroup v2. */
    private static Optional<Path> ownCgroup() {
        try {
            return Files.readAllLines(PROC.resolve("self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::/"))
                    .map(line -> Path.of("/sys/fs/cgroup" + line.substring("0::".length()), "cgroup.procs"))
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** /proc/PID/stat is {@code pid (name) state ppid pgrp …}; the name may hold blanks and brackets. */
    private static boolean isLivingMember(Path process, long group) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
            return Long.parseLong(fields[2]) == group && !fields[0].equals("Z") && !fields[0].equals("X");
        } catch (IOException e) {
            return false;
        }
    }
}
