package org.openfoodfacts.brigade.agent.tools.mounts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/**
 * What the kernel's NFS server remembers of exports. That keeps a file system busy, also when it is exported no more, until the server is told to
 * forget, as every {@code exportfs} and every {@code zfs unmount} does. It forgets only what it is told first in a second: each further word in it
 * moves the time of forgetting another second into the future, and does nothing until then ({@code write_flush} and {@code cache_clean} in
 * net/sunrpc/cache.c of Linux 7.2; {@code /proc/net/rpc/…/flush} shows that time).
 */
final class ExportCache {
    private static final List<String> TIMES = List.of("/proc/net/rpc/nfsd.export/flush", "/proc/net/rpc/nfsd.fh/flush");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Some twenty seconds: taking back a set of ten exports, and trying to unmount them, is as many words. */
    private static final int MOST_LOOKS = 200;

    private final Machine machine;

    ExportCache(Machine machine) {
        this.machine = machine;
    }

    /** Waits until it is heard, and has all forgotten. False when there is no NFS server, or it would not forget for long. */
    boolean forget() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            OptionalLong deaf = deafUntil();
            if (deaf.isEmpty()) {
                return false;
            }
            if (Instant.now().getEpochSecond() > deaf.getAsLong()) {
                Invocation flush = Invocation.of("exportfs", "-f").within(PATIENCE);
                return machine.exec().run(flush).success().isPresent();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return false;
    }

    /** In seconds of the epoch; empty when there is no NFS server. */
    private OptionalLong deafUntil() {
        return TIMES.stream()
                .flatMap(file -> ProcFiles.lines(machine.path(file)).stream())
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .max();
    }
}
