package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;

/** What runs on this machine. {@code nodes} are names by presence (online, lost, never-seen); {@code problem} says why they are not known, else null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Status(
        boolean running,
        URI url,
        Instant startedAt,
        long residentBytes,
        List<Running> processes,
        Map<String, List<String>> nodes,
        String problem) {
    Status {
        processes = List.copyOf(processes);
        nodes = new TreeMap<>(nodes);
    }

    /** {@code residentBytes} is proportional memory with all children; 0 when it is gone. */
    record Running(String name, long pid, Instant startedAt, boolean alive, long residentBytes) {
        static Running of(RunningSuite suite, RunningProcess process) {
            return new Running(
                    process.name(),
                    process.pid(),
                    process.startedAt(),
                    process.handle().isPresent(),
                    suite.residentBytes(process));
        }
    }

    static Status nothing() {
        return new Status(false, null, null, 0, List.of(), Map.of(), null);
    }

    static Status of(RunningSuite suite, Map<String, List<String>> nodes, String problem) {
        List<Running> processes = Stream.concat(Stream.of(suite.launcher()), suite.processes().stream())
                .map(process -> Running.of(suite, process))
                .toList();
        long all = processes.stream().mapToLong(Running::residentBytes).sum();
        return new Status(true, suite.url(), suite.startedAt(), all, processes, nodes, problem);
    }
}
