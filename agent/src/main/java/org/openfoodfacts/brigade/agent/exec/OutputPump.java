package org.openfoodfacts.brigade.agent.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads one stream of a process to its end: keeps the first bytes, hands every line to the sink, redacted unless it parses them. A slow sink slows the process,
 * because nothing is read meanwhile.
 */
final class OutputPump {
    private static final Logger LOG = Logger.getLogger(OutputPump.class.getName());
    private static final Path PROC = Path.of("/proc");
    private static final int CHUNK_BYTES = 8 * 1024;
    private static final Duration STUCK_SINK = Duration.ofSeconds(5);
    private static final long STACK_BYTES = 256 * 1024;

    private final InputStream stream;
    private final int limit;
    private final LineSplitter splitter;
    private final boolean heard;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream(1024);
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean truncated;
    private volatile boolean reading;
    private volatile long readingSince;
    private volatile Path task;
    private volatile boolean detached;

    private OutputPump(InputStream stream, int limit, boolean error, LineSink sink) {
        this.stream = stream;
        this.limit = limit;
        this.heard = !sink.equals(LineSink.NONE);
        Redaction redaction = new Redaction();
        this.splitter = new LineSplitter(line -> sink.line(error, sink.parses() ? line : redaction.line(line)));
    }

    static OutputPump start(InputStream stream, int limit, boolean error, LineSink sink) {
        OutputPump pump = new OutputPump(stream, limit, error, sink);
        Thread.ofPlatform().name("output-pump").daemon().stackSize(STACK_BYTES).start(pump::run);
        return pump;
    }

    private void run() {
        try {
            task = task();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = read(chunk); read >= 0 && !detached; read = read(chunk)) {
                keep(chunk, read);
                if (heard) {
                    splitter.accept(chunk, read);
                }
            }
            if (heard && !detached) {
                splitter.finish();
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "an output ended early", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the sink of an output failed; the rest of it is not shown", e);
        } finally {
            ended.countDown();
        }
    }

    /** Null where the kernel does not tell. */
    private static Path task() {
        try {
            return PROC.resolve(Files.readSymbolicLink(PROC.resolve("thread-self")));
        } catch (IOException e) {
            LOG.log(Level.FINE, "a thread cannot find itself in " + PROC, e);
            return null;
        }
    }

    private int read(byte[] chunk) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        int read = stream.read(chunk);
        reading = false;
        return read;
    }

    private synchronized void keep(byte[] chunk, int read) {
        int room = Math.min(read, limit - captured.size());
        captured.write(chunk, 0, room);
        truncated |= room < read;
    }

    /**
     * Waits for the end of the stream after the end of the process. A child that made itself a session of its own may keep the stream open for
     * ever, so silence for {@code patience} at two looks ends it too, as does a sink that takes nothing; what comes later is ignored.
     */
    void awaitEnd(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + STUCK_SINK.toNanos();
        boolean wasSilent = false;
        while (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            boolean isSilent = isSilentFor(patience);
            if ((isSilent && wasSilent) || System.nanoTime() > end) {
                detach();
                return;
            }
            wasSilent = isSilent;
        }
    }

    private boolean isSilentFor(Duration patience) {
        return reading && System.nanoTime() - readingSince >= patience.toNanos() && isAsleep();
    }

    /**
     * Whether its thread waits for something to read: for one that only gets no turn on a busy machine there may be something. The stream
     * cannot be asked, because whoever reads from it has locked it.
     */
    private boolean isAsleep() {
        if (task == null) {
            return true;
        }
        try {
            String stat = Files.readString(task.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'S';
        } catch (IOException e) {
            return true;
        }
    }

    void detach() {
        detached = true;
    }

    synchronized String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean truncated() {
        return truncated;
    }
}
