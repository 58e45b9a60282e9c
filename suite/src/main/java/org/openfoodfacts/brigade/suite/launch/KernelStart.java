package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** When a process began, as the kernel counts: ticks of its clock since this boot. No step of the wall clock changes that. */
public record KernelStart(String boot, long ticks) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** That of the ticks (22, proc_pid_stat(5)) after the name (2), which may hold spaces and brackets itself. */
    private static final int TICKS_AFTER_NAME = 22 - 2 - 1;

    /** Empty where the system has no {@code /proc}, or the process is gone. */
    static Optional<KernelStart> of(long pid) {
        try {
            String boot = Files.readString(BOOT).strip();
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] afterName =
                    stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return Optional.of(new KernelStart(boot, Long.parseLong(afterName[TICKS_AFTER_NAME])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
