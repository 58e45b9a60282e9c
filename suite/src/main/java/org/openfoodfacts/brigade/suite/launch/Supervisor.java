package org.openfoodfacts.brigade.suite.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.openfoodfacts.brigade.suite.launch.Ended.Reason;

/**
 * Keeps the suite's processes running: one that ends by itself is named with the last lines of its log and started again after a pause;
 * one that ends too often ends the suite, because something is wrong that a restart does not mend.
 */
public final class Supervisor implements AutoCloseable {
    private static final int LAST_LINES = 8;
    private static final int ENDS_THAT_ARE_TOO_MANY = 5;
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_A_CACHE = Duration.ofMinutes(3);
    private static final Semaphore WRITING =
            new Semaphore(2); // each takes half a gigabyte while it writes its AOT cache
    private final Watchdog watchdog;
    private final BiFunction<ChildSpec, Watchdog, Child> starter;
    private final Progress progress;
    private final Map<String, Child> children = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Deque<Instant>> ends = new LinkedHashMap<>();
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private volatile Runnable onChange = () -> {};
    private volatile boolean stopping;

    public Supervisor(Progress progress) {
        this(progress, Watchdog.start());
    }

    Supervisor(Progress progress, Watchdog watchdog) {
        this(progress, watchdog, Child::start);
    }

    /** @param starter how a process is started under the watchdog's eyes */
    Supervisor(Progress progress, Watchdog watchdog, BiFunction<ChildSpec, Watchdog, Child> starter) {
        this.progress = progress;
        this.watchdog = watchdog;
        this.starter = starter;
    }

    /** Called after every start of a process. */
    public void onChange(Runnable action) {
        onChange = action;
        action.run();
    }

    public synchronized Child start(ChildSpec spec) {
        if (stopping) {
            throw new IllegalStateException("the suite is stopping; " + spec.name() + " is not started");
        }
        Child child = starter.apply(spec, watchdog);
        children.put(spec.name(), child);
        var _ = child.onExit().thenRun(() -> ended(child));
        onChange.run();
        return child;
    }

    private synchronized void ended(Child child) {
        boolean byItself = isCurrent(child);
        try {
            if (byItself) {
                tellTheEnd(child);
            }
            watchdog.forget(child.pid());
        } finally {
            if (byItself) {
                startAgainLater(child);
            }
        }
    }

    /** Whatever goes wrong with the telling, nobody but us would start it again. */
    private void tellTheEnd(Child child) {
        try {
            progress.say(child.spec().name() + " ended with " + child.exitCode() + "; the end of "
                    + child.spec().log() + ":");
            child.lastLines(LAST_LINES).forEach(line -> progress.say("    " + Printable.line(line)));
        } catch (RuntimeException | Error e) {
            progress.say("    (it cannot be told: " + why(e) + ")");
        }
    }

    /** False when it was replaced, or all are stopped. */
    private boolean isCurrent(Child child) {
        return !stopping && children.get(child.spec().name()) == child;
    }

    private void startAgainLater(Child child) {
        String name = child.spec().name();
        int often = endsOf(name);
        if (often >= ENDS_THAT_ARE_TOO_MANY) {
            ended.complete(new Ended(Reason.FAILED, name + " ended " + often + " times within " + WITHIN));
            return;
        }
        Duration pause = Duration.ofSeconds(1L << (often - 1));
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> restart(child));
        progress.say("    it is started again in " + pause.toSeconds() + " s");
    }

    private int endsOf(String name) {
        Deque<Instant> times = ends.computeIfAbsent(name, _ -> new ArrayDeque<>());
        times.add(Instant.now());
        times.removeIf(time -> time.isBefore(Instant.now().minus(WITHIN)));
        return times.size();
    }

    /** One that cannot be started, for want of threads or memory too, counts as one that ended: nobody else would try again. */
    private synchronized void restart(Child child) {
        if (!isCurrent(child)) {
            return;
        }
        try {
            start(child.spec());
        } catch (RuntimeException | Error e) {
            try {
                progress.say("starting " + child.spec().name() + " again failed: " + why(e));
            } finally {
                if (isCurrent(child)) {
                    startAgainLater(child);
                }
            }
        }
    }

    private static String why(Throwable e) {
        return e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause() + ")";
    }

    public Optional<Child> child(String name) {
        return Optional.ofNullable(children.get(name));
    }

    public List<Child> children() {
        synchronized (children) {
            return List.copyOf(children.values());
        }
    }

    /** Completes when the suite has to end. */
    public CompletableFuture<Ended> ended() {
        return ended;
    }

    /** Stops all: what was started last goes first, the five services side by side. */
    @Override
    public void close() {
        List<Child> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(children());
        }
        Collections.reverse(all);
        List<Child> foundation = all.stream()
                .filter(c -> List.of("broker", "postgres").contains(c.spec().name()))
                .toList();
        all.removeAll(foundation);
        if (all.stream().anyMatch(child -> child.spec().recorded().isPresent())) {
            progress.say(
                    "  the first run after a build writes its AOT caches, so that later ones start quickly: this takes a minute");
        }
        stopTogether(all);
        stopTogether(foundation);
        watchdog.close();
    }

    private static void stop(Child child) {
        if (child.spec().recorded().isEmpty()) {
            child.stop(PATIENCE);
            return;
        }
        WRITING.acquireUninterruptibly();
        try {
            child.stop(PATIENCE_WITH_A_CACHE);
        } finally {
            WRITING.release();
        }
    }

    private static void stopTogether(List<Child> some) {
        List<Thread> threads = some.stream()
                .map(child -> Thread.ofVirtual().start(() -> stop(child)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
