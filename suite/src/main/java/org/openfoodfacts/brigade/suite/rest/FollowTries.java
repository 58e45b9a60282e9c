package org.openfoodfacts.brigade.suite.rest;

import java.time.Duration;

/** The tries to keep a stream: whoever was never heard is given up at once, whoever was heard may be silent for a while. */
final class FollowTries {
    private final FollowPatience patience;
    private Duration pause;
    private long lastHeard;
    private boolean everHeard;

    FollowTries(FollowPatience patience) {
        this.patience = patience;
        this.pause = patience.firstPause();
    }

    /** Something came, if only a sign of life. */
    void heard() {
        everHeard = true;
        lastHeard = System.nanoTime();
        pause = patience.firstPause();
    }

    /** Returns when it is time for the next try; throws the failure when there is to be none. */
    void failed(ApiException failure) throws InterruptedException {
        Duration silent = Duration.ofNanos(System.nanoTime() - lastHeard);
        if (!everHeard || silent.compareTo(patience.giveUp()) > 0) {
            throw failure;
        }
        Thread.sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : longer;
    }
}
