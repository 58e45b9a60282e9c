package org.openfoodfacts.brigade.suite.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.contracts.Json;

/** What runs, as the launcher notes it in its state folder for status, down and a later up. */
public record RunningSuite(
        URI url, String kafka, RunningProcess launcher, Instant startedAt, List<RunningProcess> processes) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public RunningSuite {
        processes = List.copyOf(processes);
    }

    public static Optional<RunningSuite> read(StateFolder state) {
        if (!Files.exists(state.running())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(PrivateFiles.read(state.running()), RunningSuite.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    state.running() + " is damaged; end its processes by hand, then remove it", e);
        }
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

    public boolean isUp() {
        return launcher.handle().isPresent();
    }

    /** Asks the launcher to stop everything; without one, ends what it left. Returns what had to be ended by force. */
    public List<RunningProcess> stop() {
        launcher.handle().ifPresent(handle -> {
            handle.destroy();
            awaitEnd(handle);
        });
        List<RunningProcess> left =
                processes.stream().filter(p -> p.handle().isPresent()).toList();
        left.forEach(p -> p.handle().ifPresent(ProcessHandle::destroy));
        left.forEach(p -> p.handle().ifPresent(RunningSuite::awaitEnd));
        List<RunningProcess> stubborn =
                left.stream().filter(p -> p.handle().isPresent()).toList();
        stubborn.forEach(p -> p.handle().ifPresent(ProcessHandle::destroyForcibly));
        return stubborn;
    }

    private static void awaitEnd(ProcessHandle handle) {
        try {
            handle.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            handle.destroyForcibly();
        }
    }
}
