package org.openfoodfacts.brigade.agent.facts;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.SystemFact;

/** Operating system, kernel, boot time and size of the machine, from its files. */
public final class SystemProbe implements Probe {
    private static final int BYTES_PER_KIB = 1024;

    @Override
    public String name() {
        return "system";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Map<String, String> release = osRelease(MachineFiles.lines(machine.path("/etc/os-release")));
        Path kernel = machine.path("/proc/sys/kernel");
        String architecture = machine.exec()
                .run(Invocation.of("uname", "-m"))
                .success()
                .map(String::strip)
                .orElse(null);
        return List.of(new SystemFact(
                MachineFiles.firstLine(kernel.resolve("hostname")).orElse(null),
                release.getOrDefault("NAME", "unknown"),
                release.getOrDefault("VERSION_ID", "unknown"),
                MachineFiles.firstLine(kernel.resolve("osrelease")).orElse("unknown"),
                architecture,
                bootTime(machine),
                cpus(MachineFiles.lines(machine.path("/proc/cpuinfo"))),
                memoryBytes(MachineFiles.lines(machine.path("/proc/meminfo")))));
    }

    /** When the kernel started; null where {@code /proc} does not say. */
    static Instant bootTime(Machine machine) {
        return MachineFiles.lines(machine.path("/proc/stat")).stream()
                .filter(line -> line.startsWith("btime "))
                .map(line -> ToolNumbers.longOr(line.substring(6).strip(), 0))
                .filter(seconds -> seconds > 0)
                .map(Instant::ofEpochSecond)
                .findFirst()
                .orElse(null);
    }

    /** {@code KEY=value} lines, the value in quotes or not. */
    static Map<String, String> osRelease(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1
                        && (value.startsWith("\"") || value.startsWith("'"))
                        && value.charAt(0) == value.charAt(value.length() - 1);
                values.put(line.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return values;
    }

    private static int cpus(List<String> cpuinfo) {
        long processors =
                cpuinfo.stream().filter(line -> line.startsWith("processor")).count();
        return (int) processors;
    }

    private static long memoryBytes(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kib -> ToolNumbers.longOr(kib, 0) * BYTES_PER_KIB)
                .findFirst()
                .orElse(0);
    }
}
