package org.openfoodfacts.brigade.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.AgentsHeap;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/** The packaged agent has a heap of 24 MB, of which it needs about 6 for itself, and ends when that does not do. */
class JournalMemoryTest {
    /** It did with 9 MB when this was written, and with 32 MB when the whole file was read before its first entry counted. */
    private static final String HEAP = "-Xmx16m";

    private static final long ALMOST_COMPACTED = (4L << 20) - (64 << 10);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aJournalThatIsNotYetCompactedIsOpenedInTheAgentsHeap() throws Exception {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open(file, InstantSource.fixed(NOW))) {
            while (Files.size(file) < ALMOST_COMPACTED) {
                PendingReport report = pulled();
                journal.ended(new JournalEntry.Ended(UUID.randomUUID(), NOW, report));
                journal.reported(report.id());
            }
        }

        assertThat(AgentsHeap.run(HEAP, Opening.class, file.toString())).isEqualTo("opened, 0 reports to send\n");
    }

    private static PendingReport pulled() {
        List<PulledDataset> copies = IntStream.range(0, 50)
                .mapToObj(i -> new PulledDataset(
                        "tank/copies/hosts/target-" + i,
                        Long.toUnsignedString(-i - 1),
                        i,
                        Duration.ofSeconds(i),
                        null,
                        true,
                        null,
                        null))
                .toList();
        return PendingReport.of(
                new CommandDone(UUID.randomUUID(), NOW, new DatasetsPulled(copies)),
                "/services/zfs-sync",
                "tank",
                Trace.NONE,
                NOW);
    }

    /** What the agent does first at its start. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] args) {
            try (Journal journal = Journal.open(Path.of(args[0]), InstantSource.system())) {
                System.out.println("opened, " + journal.unreported().size() + " reports to send");
            }
        }
    }
}
