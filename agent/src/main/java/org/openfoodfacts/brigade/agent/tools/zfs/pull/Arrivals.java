package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.TransferSink;

/** What comes through one connection, by what {@code zfs receive -v} and the words between two of them print. */
final class Arrivals implements TransferSink {
    private static final String ARRIVED = "arrived";
    private static final Pattern RECEIVED =
            Pattern.compile("received (\\d+(?:\\.\\d+)?)([BKMGTPE]) stream in [\\d.]+ seconds? \\(.*");
    private static final String UNITS = "BKMGTPE";
    private static final int UNIT_BITS = 10;

    private final List<OnePull> pulls;
    private final RoundProgress progress;
    private int arrived;
    private long whole;
    private long bytes;

    Arrivals(List<OnePull> pulls, RoundProgress progress) {
        this.pulls = pulls;
        this.progress = progress;
    }

    /** What is to be run behind each receive that went well. */
    static List<String> mark() {
        return List.of("echo", ARRIVED);
    }

    @Override
    public void moved(long count) {
        // How far all of them are together says nothing of each.
    }

    @Override
    public synchronized void said(String line) {
        Matcher received = RECEIVED.matcher(line);
        if (received.matches()) {
            bytes += bytes(received.group(1), received.group(2));
        } else if (line.equals(ARRIVED) && arrived < pulls.size()) {
            pulls.get(arrived++).moved(bytes, null);
            progress.ended(bytes);
            whole += bytes;
            bytes = 0;
        }
    }

    /** zfs rounds to three digits. */
    private static long bytes(String number, String unit) {
        return Math.round(Double.parseDouble(number) * (1L << (UNIT_BITS * UNITS.indexOf(unit))));
    }

    /** How many came whole. */
    synchronized int count() {
        return arrived;
    }

    /** How much of {@code total} was of the one after them. */
    synchronized long beyond(long total) {
        return Math.max(0, total - whole);
    }
}
