package org.openfoodfacts.brigade.agent.exec;

import java.time.Duration;

/**
 * Two processes, where what the first writes is what the second reads. {@code bytesPerSecond} 0 is as fast as it goes; {@code patience} is how
 * long the sender may be silent, and how long the receiver has to end after a sender that failed. The invocations' own inputs and timeouts do not count.
 */
public record Pipeline(Invocation from, Invocation to, long bytesPerSecond, Duration patience, Duration timeout) {
    public Pipeline {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a pipeline cannot move " + bytesPerSecond + " bytes per second");
        }
    }
}
