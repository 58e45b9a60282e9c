package org.openfoodfacts.brigade.agent.observe;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does something at once, then again every period and whenever it is woken. Waking it many times counts once, while it works and while it
 * waits for things to settle after the first. Nothing that the work throws ends it: where no thread can be started, that is an Error.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class.getName());
    private static final Duration END = Duration.ofSeconds(10);

    private final Runnable work;
    private final Duration period;
    private final Duration settle;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param settle how long after the first waking the work begins */
    public Loop(String name, Duration period, Duration settle, Runnable work) {
        this.work = work;
        this.period = period;
        this.settle = settle;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public Loop start() {
        thread.start();
        return this;
    }

    public void wake() {
        woken.release();
    }

    private void run() {
        while (closed.getCount() > 0) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.SEVERE, thread.getName() + " failed; it goes on", e);
            }
            try {
                if (woken.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS)) {
                    var _ = closed.await(settle.toMillis(), TimeUnit.MILLISECONDS);
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits until what runs now has ended. */
    @Override
    public void close() {
        closed.countDown();
        wake();
        try {
            if (!thread.join(END)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
