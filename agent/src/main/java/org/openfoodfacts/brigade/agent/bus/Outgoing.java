package org.openfoodfacts.brigade.agent.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * What waits to be sent, in order. Of a fact only the newest per key waits, so being without Kafka costs no more memory than the machine
 * has facts; reports all wait; output waits up to a bound and its makers wait for room. Safe for use by many threads.
 */
public final class Outgoing {
    private static final int MOST_REPORTS = 1000;
    private static final int MOST_OUTPUT_BYTES = 512 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final TreeMap<Long, Outbound> waiting = new TreeMap<>();
    private final Map<String, Outbound> newest = new HashMap<>();
    private long order;
    private int reports;
    private int outputBytes;
    private int unconfirmed;

    /** The state under this key is now this record; one that still waits is replaced. */
    public void state(String key, WireRecord record) {
        state(key, record, () -> {});
    }

    /** @param confirmed does not run for a record that was replaced while it waited */
    public void state(String key, WireRecord record, Runnable confirmed) {
        locked(() -> {
            Outbound next = new Outbound(++order, record, key, false, confirmed);
            Outbound before = newest.put(key, next);
            if (before != null && waiting.remove(before.order()) != null) {
                unconfirmed--;
            }
            add(next);
        });
    }

    /** A report that must arrive. */
    public void report(WireRecord record, Runnable confirmed) {
        locked(() -> {
            reports++;
            add(new Outbound(++order, record, null, false, confirmed));
        });
    }

    /** Waits for room up to {@code patience}; false when there was none and the output was not taken. */
    public boolean output(WireRecord record, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (outputBytes >= MOST_OUTPUT_BYTES) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            Outbound next = new Outbound(++order, record, null, true, () -> {});
            outputBytes += next.bytes();
            add(next);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** True when so many reports wait that no more commands should be taken. */
    public boolean isCongested() {
        lock.lock();
        try {
            return reports >= MOST_REPORTS;
        } finally {
            lock.unlock();
        }
    }

    /** The next record to send; waits up to {@code patience}. */
    Optional<Outbound> next(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = filled.awaitNanos(left);
            }
            return Optional.of(waiting.pollFirstEntry().getValue());
        } finally {
            lock.unlock();
        }
    }

    /** Kafka has it, or never will: it needs no more care. */
    void settled(Outbound outbound) {
        locked(() -> {
            unconfirmed--;
            if (outbound.stateKey() != null) {
                newest.remove(outbound.stateKey(), outbound);
            } else if (outbound.droppable()) {
                outputBytes -= outbound.bytes();
            } else {
                reports--;
            }
            drained.signalAll();
        });
    }

    /** It was not sent: it takes its old place again, unless it is state and newer state waits. */
    void returned(Outbound outbound) {
        locked(() -> {
            if (outbound.stateKey() != null && !outbound.equals(newest.get(outbound.stateKey()))) {
                unconfirmed--;
                drained.signalAll();
            } else {
                waiting.put(outbound.order(), outbound);
                filled.signalAll();
            }
        });
    }

    /** Waits until Kafka has everything; false when it has not after {@code patience}. */
    public boolean awaitEmpty(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (unconfirmed > 0) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    int unconfirmed() {
        lock.lock();
        try {
            return unconfirmed;
        } finally {
            lock.unlock();
        }
    }

    private void add(Outbound outbound) {
        unconfirmed++;
        waiting.put(outbound.order(), outbound);
        filled.signalAll();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
