package org.openfoodfacts.brigade.agent.main;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.Libc;

/**
 * Gives the pages back that only starting needed: of the files that are mapped and not written to (the AOT cache, the JVM itself), a
 * fourth of the agent's memory. Whatever is used again comes back from the file, usually without a read.
 */
final class StartupPages {
    private static final Logger LOG = Logger.getLogger(StartupPages.class.getName());
    private static final Duration STARTED = Duration.ofSeconds(20);
    private static final int MADV_PAGEOUT = 21; // madvise(2), since Linux 5.4
    private static final Pattern MAPPED_FILE =
            Pattern.compile("(?<start>[0-9a-f]+)-(?<end>[0-9a-f]+) r-..\\s\\S+ \\S+ [1-9][0-9]*\\s+/.*");

    private StartupPages() {}

    /** When the agent has started; returns at once. */
    static void giveBackLater() {
        CompletableFuture.delayedExecutor(STARTED.toMillis(), TimeUnit.MILLISECONDS)
                .execute(StartupPages::giveBack);
    }

    static void giveBack() {
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            maps.map(MAPPED_FILE::matcher).filter(Matcher::matches).forEach(StartupPages::giveBack);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "pages that only starting needed stay in memory", e);
        }
    }

    private static void giveBack(Matcher mapping) {
        long start = Long.parseUnsignedLong(mapping.group("start"), 16);
        long end = Long.parseUnsignedLong(mapping.group("end"), 16);
        try {
            int result = (int) Madvise.CALL.invokeExact(start, end - start, MADV_PAGEOUT);
            LOG.fine(() -> "madvise(MADV_PAGEOUT) of " + mapping.group() + ": " + result);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise(2) cannot be called", e);
        }
    }

    private static final class Madvise {
        private static final MethodHandle CALL =
                Libc.function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }
}
