package org.openfoodfacts.brigade.agent.tools.zfs;

import java.time.Duration;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.TransferSink;

/** Makes lines {@code BYTES of TOTAL bytes} of what has moved, at most one every two seconds. */
final class TransferProgress implements TransferSink {
    private static final long BETWEEN_NANOS = Duration.ofSeconds(2).toNanos();

    private final long total;
    private final LineSink output;
    private long toldAt = System.nanoTime();

    /** @param total what was foretold; what comes may be a little more or less */
    TransferProgress(long total, LineSink output) {
        this.total = total;
        this.output = output;
    }

    @Override
    public void moved(long bytes) {
        long now = System.nanoTime();
        if (now - toldAt >= BETWEEN_NANOS) {
            toldAt = now;
            tell(bytes);
        }
    }

    void tell(long bytes) {
        output.line(false, bytes + " of " + total + " bytes");
    }
}
