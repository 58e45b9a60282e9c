package org.openfoodfacts.brigade.suite.bench;

import java.time.Duration;
import java.util.List;

/** Durations summed up; each percentile is one that was really measured (nearest rank). */
public record Percentiles(int count, Duration p50, Duration p99, Duration longest) {
    static Percentiles of(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Percentiles(sorted.size(), rank(sorted, 50), rank(sorted, 99), sorted.getLast());
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }

    @Override
    public String toString() {
        return "p50 " + milliseconds(p50) + ", p99 " + milliseconds(p99) + ", longest " + milliseconds(longest) + " ("
                + count + ")";
    }

    private static String milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 100_000.0) / 10.0 + " ms";
    }
}
