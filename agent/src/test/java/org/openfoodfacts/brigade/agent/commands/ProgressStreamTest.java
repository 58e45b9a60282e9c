package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;

@Timeout(180)
class ProgressStreamTest {
    private final List<CommandProgress> sent = new CopyOnWriteArrayList<>();
    private final AtomicBoolean open = new AtomicBoolean(true);

    @Test
    void whatCannotLeaveIsLeftOutAndCountedAndNumbersHaveNoGaps() {
        open.set(false);
        int lines = 2000;
        try (ProgressStream stream = stream()) {
            for (int i = 0; i < lines; i++) {
                stream.line(false, "x".repeat(1000));
            }
            open.set(true);
        }

        long shown = sent.stream().mapToLong(p -> p.lines().size()).sum();
        long dropped = sent.stream().mapToLong(CommandProgress::droppedLines).sum();
        assertThat(shown + dropped).isEqualTo(lines);
        assertThat(dropped).isPositive();
        assertThat(sent.stream().map(CommandProgress::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sent.size()).boxed().toList());
    }

    /** A control character takes six bytes in JSON; lines come as long as {@code LineSplitter} lets them. */
    @Test
    void aReportOfTheWorstOutputIsOneThatKafkaTakes() throws Exception {
        try (ProgressStream stream = stream()) {
            for (int i = 0; i < 40; i++) {
                stream.line(false, "\u0001".repeat(8 * 1024));
            }
        }

        assertThat(sent.stream().mapToInt(p -> p.lines().size()).sum()).isEqualTo(40);
        for (CommandProgress progress : sent) {
            assertThat(Json.mapper().writeValueAsBytes(progress)).hasSizeLessThan(900_000);
        }
    }

    @Test
    void anEndWithoutABusDoesNotHang() {
        open.set(false);
        ProgressStream stream = stream();
        stream.line(false, "a line");

        stream.close();

        assertThat(sent).isEmpty();
    }

    @Test
    void noOutputIsNoReport() {
        stream().close();

        assertThat(sent).isEmpty();
    }

    private ProgressStream stream() {
        return new ProgressStream(
                UUID.randomUUID(), (progress, patience) -> open.get() && sent.add(progress), Duration.ofMillis(50));
    }
}
