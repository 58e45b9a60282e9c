package org.openfoodfacts.brigade.agent.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Moves bytes from one process to another, counted and no faster than it may. Knows since when the sender has been silent; a receiver that
 * takes nothing is not the sender's silence. Closes both ends when either has ended.
 */
final class ByteMover {
    private static final Logger LOG = Logger.getLogger(ByteMover.class.getName());
    /** What a pipe holds (pipe(7)); no read brings more. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final int SMALLEST_READ = 4 << 10;
    private static final int READS_PER_SECOND = 10;
    private static final long TELL_NANOS = Duration.ofMillis(500).toNanos();

    private final InputStream from;
    private final OutputStream to;
    private final long bytesPerSecond;
    private final TransferSink sink;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long moved;
    private volatile boolean reading;
    private volatile long readingSince;

    private ByteMover(InputStream from, OutputStream to, long bytesPerSecond, TransferSink sink) {
        this.from = from;
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
        this.sink = sink;
    }

    static ByteMover start(InputStream from, OutputStream to, long bytesPerSecond, TransferSink sink) {
        ByteMover mover = new ByteMover(from, to, bytesPerSecond, sink);
        Thread.ofPlatform().name("byte-mover").daemon().start(mover::run);
        return mover;
    }

    private void run() {
        try (from;
                to) {
            move();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a transfer ended early", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the sink of a transfer failed; the transfer is ended", e);
        } finally {
            reading = false;
            ended.countDown();
        }
    }

    private void move() throws IOException {
        byte[] buffer = new byte[bufferBytes()];
        long told = System.nanoTime();
        Pace pace = bytesPerSecond > 0 ? new Pace(bytesPerSecond, told) : null;
        long sum = 0;
        for (int read = read(buffer); read >= 0; read = read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
            sum += read;
            moved = sum;
            if (System.nanoTime() - told > TELL_NANOS) {
                told = System.nanoTime();
                sink.moved(sum);
            }
            if (pace != null) {
                waitFor(pace.after(read, System.nanoTime()));
            }
        }
    }

    /** Under a limit several reads a second, so that the flow is even. */
    private int bufferBytes() {
        return bytesPerSecond == 0
                ? BUFFER_BYTES
                : Math.clamp(bytesPerSecond / READS_PER_SECOND, SMALLEST_READ, BUFFER_BYTES);
    }

    private int read(byte[] buffer) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        int read = from.read(buffer);
        reading = false;
        return read;
    }

    private static void waitFor(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    boolean silentFor(Duration patience) {
        return reading && System.nanoTime() - readingSince > patience.toNanos();
    }

    /** For a sender that is gone while a child of it, somewhere, still holds its output open. */
    void giveUpWhenSilentFor(Duration patience) {
        if (silentFor(patience)) {
            try {
                to.close();
            } catch (IOException e) {
                LOG.log(Level.FINE, "the receiver was gone before its input was closed", e);
            }
        }
    }

    /** The same for what ended at that moment: what it sent last may not have been read yet, however long nothing had come before. */
    void giveUpWhenSilentAfter(long endedAtNanos, Duration patience) {
        if (System.nanoTime() - endedAtNanos > patience.toNanos()) {
            giveUpWhenSilentFor(patience);
        }
    }

    long moved() {
        return moved;
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        var _ = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
