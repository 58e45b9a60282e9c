package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import org.openfoodfacts.brigade.agent.exec.LineSink;

/** Makes a line {@code N of TOTAL datasets, BYTES bytes} of each stream that has ended. */
final class RoundProgress {
    private final int total;
    private final LineSink output;
    private int ended;
    private long bytes;

    RoundProgress(int total, LineSink output) {
        this.total = total;
        this.output = output;
    }

    synchronized void ended(long moved) {
        ended++;
        bytes += moved;
        output.line(false, ended + " of " + total + " datasets, " + bytes + " bytes");
    }
}
