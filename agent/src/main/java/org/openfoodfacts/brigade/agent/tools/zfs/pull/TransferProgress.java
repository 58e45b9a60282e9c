package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.TransferSink;

/** Makes lines {@code BYTES of TOTAL bytes} of what has moved: every two seconds at first, every minute of a transfer that runs for hours. */
final class TransferProgress implements TransferSink {
    private static final long FIRST_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int SHARE = 60;

    private final long total;
    private final LineSink output;
    private final long begin = System.nanoTime();
    private long toldAt = begin;

    /** @param total what was foretold, 0 when nothing was; what comes may be a little more or less */
    TransferProgress(long total, LineSink output) {
        this.total = total;
        this.output = output;
    }

    @Override
    public void moved(long bytes) {
        long now = System.nanoTime();
        if (now - toldAt >= Math.clamp((now - begin) / SHARE, FIRST_NANOS, LONGEST_NANOS)) {
            toldAt = now;
            tell(bytes);
        }
    }

    void tell(long bytes) {
        output.line(false, bytes + " of " + total + " bytes");
    }
}
