package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sender that says nothing for a while, then everything, and ends at once: a busy machine sees its end before its words. */
@Timeout(60)
class ByteMoverTest {
    private static final byte[] WORDS = {1, 2, 3};
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final CountDownLatch read = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ByteArrayOutputStream receiver = new ByteArrayOutputStream() {
        @Override
        public void close() {
            closed.set(true);
        }
    };
    private final ByteMover mover = ByteMover.start(new Sender(), receiver, 0, TransferSink.NONE);

    @Test
    void whatWasSentLastArrivesHoweverLongNothingCameBefore() throws InterruptedException {
        await().until(() -> mover.silentFor(PATIENCE));

        mover.giveUpWhenSilentAfter(System.nanoTime(), PATIENCE);

        assertThat(closed).isFalse();
        read.countDown();
        mover.awaitEnd(Duration.ofSeconds(30));
        assertThat(receiver.toByteArray()).isEqualTo(WORDS);
    }

    @Test
    void whatAChildOfTheSenderHoldsOpenIsGivenUp() {
        long ended = System.nanoTime();
        await().until(() -> mover.silentFor(PATIENCE.multipliedBy(2)));

        mover.giveUpWhenSilentAfter(ended, PATIENCE);

        assertThat(closed).isTrue();
        read.countDown();
    }

    private final class Sender extends InputStream {
        private boolean over;

        @Override
        public int read() {
            throw new UnsupportedOperationException("a mover reads many");
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (over) {
                return -1;
            }
            over = true;
            System.arraycopy(WORDS, 0, buffer, from, WORDS.length);
            return WORDS.length;
        }
    }
}
