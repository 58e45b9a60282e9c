package org.openfoodfacts.brigade.suite.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells the person at the terminal what is being done and how long it took: a line per step. */
public final class Progress {
    private final PrintStream out;
    private final Instant begin;

    public Progress(PrintStream out) {
        this(out, Instant.now());
    }

    /** @param begin from when {@link #elapsed} counts */
    public Progress(PrintStream out, Instant begin) {
        this.out = out;
        this.begin = begin;
    }

    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Does it, then prints how long it took. */
    public <T> T step(String what, Supplier<T> work) {
        Instant start = Instant.now();
        T result = work.get();
        say(String.format(Locale.ROOT, "  %6.1f s  %s", seconds(start), what));
        return result;
    }

    public void step(String what, Runnable work) {
        var _ = step(what, () -> {
            work.run();
            return true;
        });
    }

    /** Seconds since the begin. */
    public double elapsed() {
        return seconds(begin);
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }
}
