package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it was noted: its number, and when it began, because numbers are used again.
 *
 * @param startedAt by the wall clock, for people; it moves when that clock is set
 * @param start by the kernel's; null in notes of before and where the kernel does not tell
 */
public record RunningProcess(String name, long pid, Instant startedAt, KernelStart start) {
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    public static RunningProcess of(String name, ProcessHandle handle) {
        return new RunningProcess(
                name,
                handle.pid(),
                startOf(handle),
                KernelStart.of(handle.pid()).orElse(null));
    }

    private static Instant startOf(ProcessHandle handle) {
        return handle.info().startInstant().orElseGet(Instant::now);
    }

    /** The process itself, if it is still the same one. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheNoted);
    }

    private boolean isTheNoted(ProcessHandle handle) {
        return Optional.ofNullable(start)
                .flatMap(noted -> KernelStart.of(pid).map(noted::equals))
                .orElseGet(
                        () -> Duration.between(startOf(handle), startedAt).abs().compareTo(CLOCK_STEP) < 0);
    }

    /** Resident memory in bytes; pages shared with other processes count in proportion where the system tells. */
    public long residentBytes() {
        return handle().map(handle -> kilobytes(pid) * 1024).orElse(0L);
    }

    /** The same with all its children, which PostgreSQL has one of per connection. */
    public long residentBytesWithChildren() {
        return residentBytes()
                + handle().stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> kilobytes(child.pid()) * 1024)
                        .sum();
    }

    private static long kilobytes(long process) {
        return field(Path.of("/proc/" + process + "/smaps_rollup"), "Pss:")
                .or(() -> field(Path.of("/proc/" + process + "/status"), "VmRSS:"))
                .orElse(0L);
    }

    private static Optional<Long> field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.valueOf(line.replaceAll("\\D+", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
