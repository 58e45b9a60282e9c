package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class OutputPumpTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final byte[] LINE = "zfs\n".getBytes(StandardCharsets.UTF_8);
    private static final int LINES = 20;
    private static final String WHOLE = "zfs\n".repeat(LINES);

    /** It is busy meanwhile, as one is for the kernel that waits for its turn on the processor. */
    @Test
    void aPumpThatGetsNoTurnForLongerThanThePatienceLosesNothing() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.multipliedBy(5).toNanos();
        OutputPump pump = pump(_ -> {
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });

        pump.awaitEnd(PATIENCE);

        assertThat(pump.text()).isEqualTo(WHOLE);
    }

    @Test
    void whatComesBitByBitIsNotSilence() throws InterruptedException {
        OutputPump pump = pump(_ -> LockSupport.parkNanos(PATIENCE.dividedBy(5).toNanos()));

        pump.awaitEnd(PATIENCE);

        assertThat(pump.text()).isEqualTo(WHOLE);
    }

    @Test
    void silenceEndsItAndWhatComesLaterIsIgnored() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        OutputPump pump = pump(line -> {
            if (line == 2) {
                awaitQuietly(later);
            }
        });

        pump.awaitEnd(PATIENCE);
        later.countDown();

        assertThat(pump.text()).isEqualTo("zfs\nzfs\n");
    }

    /** Of a stream that does this before each line, which is told its number. */
    private static OutputPump pump(IntConsumer before) {
        InputStream stream = new InputStream() {
            private int line;

            @Override
            public int read() {
                throw new UnsupportedOperationException("more than one byte at a time");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (line == LINES) {
                    return -1;
                }
                before.accept(line++);
                System.arraycopy(LINE, 0, bytes, offset, LINE.length);
                return LINE.length;
            }
        };
        return OutputPump.start(stream, 1000, false, LineSink.NONE);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
