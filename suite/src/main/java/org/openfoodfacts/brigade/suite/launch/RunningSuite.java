package org.openfoodfacts.brigade.suite.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * What runs, as the launcher notes it in its state folder for status, down and a later up.
 *
 * @param example whether all of its machines are simulated ones of the example fleet, so that nothing that is tried with them reaches anybody's;
 *     false in a note of a launcher that did not tell
 */
public record RunningSuite(
        URI url,
        String kafka,
        RunningProcess launcher,
        Instant startedAt,
        Boolean example,
        List<RunningProcess> processes) {
    /** Of the launcher: the first stop after a build waits for AOT caches to be written. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(5);

    public RunningSuite {
        example = example != null && example;
        processes = List.copyOf(processes);
    }

    public static Optional<RunningSuite> read(StateFolder state) {
        if (!Files.exists(state.running())) {
            return Optional.empty();
        }
        RunningSuite read;
        try {
            read = Json.mapper().readValue(PrivateFiles.read(state.running()), RunningSuite.class);
        } catch (JsonProcessingException _) {
            read = null;
        }
        if (read == null) {
            throw new CannotStart(
                    state.running()
                            + " is damaged, as after a power cut on a full disk; if processes of that suite still run ('pgrep -fa brigade'), end them, then remove it");
        }
        return Optional.of(read);
    }

    public void write(StateFolder state) {
        try {
            PrivateFiles.write(
                    state.running(),
                    Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a running suite is numbers and names", e);
        }
    }

    /** Resident memory of one of the processes in bytes. The launcher's children are processes of their own here. */
    public long residentBytes(RunningProcess process) {
        return process.equals(launcher) ? process.residentBytes() : process.residentBytesWithChildren();
    }

    /** Of all together. */
    public long residentBytes() {
        return residentBytes(launcher)
                + processes.stream().mapToLong(this::residentBytes).sum();
    }

    /** @param what is done to the machines, as the beginning of a sentence; CannotStart with it unless they are those of the example */
    public void requireExample(String what) {
        if (!example) {
            throw new CannotStart(
                    what + ", with the example fleet alone; the suite that runs here has one of somebody's own"
                            + " (--fleet, or --listen for machines elsewhere); './brigade up --state FOLDER', with another folder, starts the example");
        }
    }

    public boolean isUp() {
        return launcher.handle().isPresent();
    }

    /** Asks the launcher to stop everything; without one, ends what it left. Returns what had to be ended by force. */
    public List<RunningProcess> stop() {
        List<RunningProcess> forced = new ArrayList<>(end(List.of(launcher), LONG_PATIENCE));
        forced.addAll(end(processes, PATIENCE));
        return forced;
    }

    /** Removes the note of a suite that is stopped. False, with the note left, while a launcher holds the lock: then something runs that the note does not name. */
    public static boolean forgetStopped(StateFolder state) {
        if (!Files.exists(state.lock())) {
            forget(state);
            return true;
        }
        Optional<SuiteLock> lock = SuiteLock.take(state);
        try {
            lock.ifPresent(_ -> forget(state));
        } finally {
            lock.ifPresent(SuiteLock::close);
        }
        return lock.isPresent();
    }

    static void forget(StateFolder state) {
        try {
            Files.deleteIfExists(state.running());
        } catch (IOException e) {
            throw new UncheckedIOException(state.running() + " cannot be removed", e);
        }
    }

    private static List<RunningProcess> end(List<RunningProcess> some, Duration patience) {
        some.forEach(process -> process.handle().ifPresent(ProcessHandle::destroy));
        some.forEach(process -> process.handle().ifPresent(handle -> awaitEnd(handle, patience)));
        List<RunningProcess> stubborn =
                some.stream().filter(process -> process.handle().isPresent()).toList();
        stubborn.forEach(process -> process.handle().ifPresent(RunningSuite::kill));
        return stubborn;
    }

    private static void kill(ProcessHandle handle) {
        handle.destroyForcibly();
        awaitEnd(handle, UNTIL_KILLED);
    }

    private static void awaitEnd(ProcessHandle handle, Duration patience) {
        try {
            handle.onExit().orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
        }
    }
}
