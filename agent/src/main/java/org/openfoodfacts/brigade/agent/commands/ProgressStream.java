package org.openfoodfacts.brigade.agent.commands;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;

/**
 * Makes progress reports of a command's output, numbered from 1 without gaps. When reports leave more slowly than lines come, the command
 * is held up for a while; when they do not leave at all, lines are left out and counted.
 */
final class ProgressStream implements LineSink, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ProgressStream.class.getName());
    private static final int BATCH_LINES = 64;
    private static final int BATCH_CHARS = 64 * 1024;
    private static final int MOST_CHARS = 256 * 1024;
    private static final Duration BATCH_TIME = Duration.ofMillis(100);

    /** Where progress goes: false when there was no room for it within the time. */
    @FunctionalInterface
    interface Outlet {
        boolean offer(CommandProgress progress, Duration patience);
    }

    private final UUID command;
    private final Outlet outlet;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<OutputLine> lines = new ArrayDeque<>();
    private final Thread sending;
    private int chars;
    private long dropped;
    private long sequence;
    private boolean stuck;
    private boolean closed;

    /** @param patience how long a full stream holds the command up before it leaves lines out */
    ProgressStream(UUID command, Outlet outlet, Duration patience) {
        this.command = command;
        this.outlet = outlet;
        this.patience = patience;
        this.sending = Thread.ofVirtual().name("progress-" + command).start(this::send);
    }

    @Override
    public void line(boolean error, String text) {
        lock.lock();
        try {
            if (!hasRoom() && !awaitRoom()) {
                stuck = true;
                dropped++;
                return;
            }
            stuck = false;
            lines.add(new OutputLine(error, text));
            chars += text.length();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return chars < MOST_CHARS && !closed;
    }

    private boolean awaitRoom() {
        long left = stuck || closed ? 0 : patience.toNanos();
        try {
            while (!hasRoom() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return hasRoom();
    }

    private void send() {
        try {
            while (true) {
                Batch batch = next();
                if (batch.isEmpty() || !offer(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A batch that nobody has room for is tried again until the command has ended; false when it was given up then. */
    private boolean offer(Batch batch) {
        CommandProgress progress = new CommandProgress(command, sequence + 1, batch.lines(), batch.dropped());
        // Looked at before the try: what ends meanwhile still gets one whole try.
        for (boolean last = isClosed(); !outlet.offer(progress, patience); last = isClosed()) {
            if (last) {
                LOG.warning("output of command " + command + " was left out at its end: no reports leave");
                return false;
            }
        }
        sequence++;
        return true;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private record Batch(List<OutputLine> lines, long dropped) {
        boolean isEmpty() {
            return lines.isEmpty() && dropped == 0;
        }
    }

    /** Empty when the stream is closed and everything was taken. */
    private Batch next() throws InterruptedException {
        lock.lock();
        try {
            while (lines.isEmpty() && !closed) {
                changed.await();
            }
            long left = BATCH_TIME.toNanos();
            while (lines.size() < BATCH_LINES && chars < BATCH_CHARS && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return take();
        } finally {
            lock.unlock();
        }
    }

    private Batch take() {
        List<OutputLine> taken = new ArrayList<>();
        int size = 0;
        while (!lines.isEmpty() && taken.size() < BATCH_LINES && size < BATCH_CHARS) {
            OutputLine line = lines.poll();
            size += line.text().length();
            taken.add(line);
        }
        chars -= size;
        Batch batch = new Batch(taken, dropped);
        dropped = 0;
        changed.signalAll();
        return batch;
    }

    /** Sends what is left, as far as there is room; returns when nothing of this stream can come any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            sending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
