package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running process of the suite, in a session of its own so that the terminal's Ctrl-C does not reach it. It runs only after the
 * watchdog knows it: a launcher that dies in between leaves a shell that reads the end of its input and goes.
 */
public final class Child {
    /** By itself, or as SIGTERM ends a JVM. What ended otherwise may have left half a cache. */
    private static final Set<Integer> IN_ORDER = Set.of(0, 143);

    private static final int END_OF_LOG = 64 * 1024;
    private static final String WAIT_FOR_A_LINE = "IFS= read -r _ && exec \"$@\"";
    private final ChildSpec spec;
    private final Process process;
    private final Watchdog watchdog;
    private final RunningProcess noted;

    private Child(ChildSpec spec, Process process, Watchdog watchdog, RunningProcess noted) {
        this.spec = spec;
        this.process = process;
        this.watchdog = watchdog;
        this.noted = noted;
    }

    public static Child start(ChildSpec spec, Watchdog watchdog) {
        List<String> argv = new ArrayList<>(List.of("setsid", "sh", "-c", WAIT_FOR_A_LINE, "sh"));
        argv.addAll(spec.argv());
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(freshLog(spec).toFile()));
        builder.environment().putAll(spec.environment());
        try {
            Process process = builder.start();
            watchdog.watch(process.pid(), spec.stopSignal());
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return new Child(spec, process, watchdog, RunningProcess.of(spec.name(), process.toHandle()));
        } catch (IOException e) {
            throw new UncheckedIOException(spec.name() + " cannot be started", e);
        }
    }

    private static Path freshLog(ChildSpec spec) {
        PrivateFiles.createFolder(spec.log().getParent());
        try {
            if (Files.exists(spec.log())) {
                Files.move(
                        spec.log(),
                        spec.log().resolveSibling(spec.log().getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.createFile(spec.log());
        } catch (IOException e) {
            throw new UncheckedIOException("the log of " + spec.name() + " cannot be begun", e);
        }
    }

    public ChildSpec spec() {
        return spec;
    }

    public long pid() {
        return process.pid();
    }

    /** As it was when it began. */
    public RunningProcess noted() {
        return noted;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() {
        return process.exitValue();
    }

    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Asks it to end, then makes it; returns when it is gone. */
    public void stop(Duration patience) {
        try {
            if (process.isAlive()) {
                Signals.send(spec.stopSignal(), process.pid());
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            spec.recorded().ifPresent(IN_ORDER.contains(process.exitValue()) ? AotCache::keep : AotCache::drop);
            watchdog.forget(process.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** Ends it as a crash would, with all its children. */
    public void kill() {
        process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The end of its log, however long that is: of lines that do not fit into 64 KiB only those that do. */
    public List<String> lastLines(int count) {
        try {
            byte[] end = endOf(spec.log());
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            int cut = end.length == END_OF_LOG && lines.size() > 1 ? 1 : 0;
            return lines.subList(Math.max(cut, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of("(its log " + spec.log() + " cannot be read: " + e.getMessage() + ")");
        }
    }

    private static byte[] endOf(Path log) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - END_OF_LOG));
            return Channels.newInputStream(channel).readNBytes(END_OF_LOG);
        }
    }
}
