package org.openfoodfacts.brigade.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.testing.AsNobody;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.wire.Trace;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterARestart() throws IOException {
        UUID running = UUID.randomUUID();
        UUID ended = UUID.randomUUID();
        JournalEntry.Ended end = new JournalEntry.Ended(ended, NOW, refused(ended));
        try (Journal journal = open()) {
            journal.accepted(accepted(running));
            journal.accepted(accepted(ended));
            journal.ended(end);
        }

        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .containsExactly(running);
            assertThat(journal.unreported()).hasSize(3).contains(end.report());
            journal.unreported().forEach(report -> journal.reported(report.id()));
        }
        try (Journal journal = open()) {
            assertThat(journal.unreported()).isEmpty();
            assertThat(journal.knows(running)).isTrue();
            assertThat(journal.knows(ended)).isTrue();
            assertThat(journal.unfinished().getFirst().trace()).isEqualTo(Trace.of("request-1"));
        }
    }

    /** As when the agent stops: commands that do not end are interrupted, and what became of them is written down. */
    @Test
    void anInterruptedThreadWritesItsEntryAndTheFileStaysOpenForTheOthers() throws IOException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        boolean stillInterrupted;
        try (Journal journal = open()) {
            Thread.currentThread().interrupt();
            try {
                journal.accepted(accepted(first));
            } finally {
                stillInterrupted = Thread.interrupted();
            }
            journal.accepted(accepted(second));
        }

        assertThat(stillInterrupted).isTrue();
        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .containsExactly(first, second);
        }
    }

    @Test
    void interruptsWhileItIsWrittenLoseNothing() throws Exception {
        List<UUID> all =
                IntStream.range(0, 200).mapToObj(_ -> UUID.randomUUID()).toList();
        AtomicReference<IOException> failed = new AtomicReference<>();
        try (Journal journal = open()) {
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    for (UUID one : all) {
                        journal.accepted(accepted(one));
                    }
                } catch (IOException e) {
                    failed.set(e);
                }
            });
            while (writer.isAlive()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
        }

        assertThat(failed).hasNullValue();
        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .containsExactlyElementsOf(all);
        }
    }

    @Test
    void itsFileIsItsOwnersOnly() throws IOException {
        open().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aLineThatACrashToreOffIsNoLineAndTheNextIsWhole() throws IOException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.accepted(accepted(first));
        }
        Files.writeString(file(), "{\"entry\":\"accepted\",\"comm", StandardOpenOption.APPEND);

        try (Journal journal = open()) {
            assertThat(journal.knows(first)).isTrue();
            journal.accepted(accepted(second));
        }
        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .containsExactly(first, second);
        }
    }

    @Test
    void anIdIsForgottenLongAfterItsDeadlineOnly() throws IOException {
        UUID id = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.ended(new JournalEntry.Ended(id, NOW.plus(Duration.ofDays(2)), refused(id)));
        }
        try (Journal journal = Journal.open(file(), InstantSource.fixed(NOW.plus(Duration.ofDays(9))))) {
            assertThat(journal.knows(id)).isTrue();
        }
        try (Journal journal = Journal.open(file(), InstantSource.fixed(NOW.plus(Duration.ofDays(11))))) {
            assertThat(journal.knows(id)).isFalse();
        }
    }

    @Test
    void whatWasNotProvenIsReportedButNotRemembered() throws IOException {
        UUID forged = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.ended(new JournalEntry.Ended(null, null, refused(forged)));

            assertThat(journal.unreported()).hasSize(1);
            assertThat(journal.knows(forged)).isFalse();
        }
    }

    @Test
    void aLongLifeDoesNotLetItGrow() throws IOException {
        try (Journal journal = open()) {
            for (int i = 0; i < 4000; i++) {
                UUID id = UUID.randomUUID();
                JournalEntry.Ended end =
                        new JournalEntry.Ended(id, NOW.minus(Duration.ofDays(30)), refused(id, "x".repeat(2000)));
                journal.ended(end);
                journal.reported(end.report().id());
            }
        }

        assertThat(Files.size(file())).isLessThan(5L << 20);
    }

    @Test
    void aCompactionThatFailsHalfwayLosesNothingThatIsWrittenAfter() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path file = closed.resolve("journal");
        UUID later = UUID.randomUUID();
        try (AsNobody _ = new AsNobody(folder, closed);
                Journal journal = Journal.open(file, CLOCK)) {
            Object first = Files.getAttribute(file, "unix:ino");
            // The new file can take the old one's name, but the folder can no longer be opened to make that last.
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("-wx------"));
            for (int i = 0; i < 100 && first.equals(Files.getAttribute(file, "unix:ino")); i++) {
                UUID id = UUID.randomUUID();
                journal.ended(new JournalEntry.Ended(id, NOW, refused(id, "x".repeat(200_000))));
            }
            assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(first);

            journal.accepted(accepted(later));

            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
        try (Journal journal = Journal.open(file, CLOCK)) {
            assertThat(journal.knows(later)).isTrue();
        }
    }

    /** Whatever happened, compaction leaves a journal that says the same. */
    @Property(tries = 200)
    void compactionChangesNothing(@ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> steps) {
        JournalState state = new JournalState(Duration.ofDays(1));
        List<UUID> ids = new ArrayList<>();
        Set<UUID> ended = new HashSet<>();
        for (int step : steps) {
            if (step < 4 || ids.isEmpty()) {
                UUID id = UUID.randomUUID();
                ids.add(id);
                state.apply(accepted(id));
            } else if (step < 7) {
                UUID id = ids.get(step % ids.size());
                if (ended.add(id)) {
                    state.apply(new JournalEntry.Ended(id, NOW, refused(id)));
                }
            } else if (!state.unreported().isEmpty()) {
                state.apply(
                        new JournalEntry.Reported(state.unreported().getFirst().id()));
            }
        }

        JournalState compacted = new JournalState(Duration.ofDays(1));
        state.entries().forEach(compacted::apply);

        assertThat(compacted.unreported()).containsExactlyInAnyOrderElementsOf(state.unreported());
        assertThat(compacted.unfinished())
                .extracting(JournalEntry.Accepted::command)
                .containsExactlyElementsOf(state.unfinished().stream()
                        .map(JournalEntry.Accepted::command)
                        .toList());
        assertThat(ids).allMatch(id -> compacted.knows(id) && state.knows(id));
    }

    private Journal open() {
        return Journal.open(file(), CLOCK);
    }

    private Path file() {
        return folder.resolve("journal.jsonl");
    }

    static JournalEntry.Accepted accepted(UUID id) {
        return new JournalEntry.Accepted(
                id,
                "type",
                "/services/zfs-sync",
                NOW.plusSeconds(60),
                "tank",
                Trace.of("request-1"),
                PendingReport.of(
                        new CommandAccepted(id, NOW), "/services/zfs-sync", "tank", Trace.of("request-1"), NOW));
    }

    private static PendingReport refused(UUID id) {
        return refused(id, "no");
    }

    private static PendingReport refused(UUID id, String detail) {
        return PendingReport.of(
                new CommandRefused(id, NOW, CommandRefused.Reason.POLICY, detail),
                "/services/zfs-sync",
                "tank",
                Trace.NONE,
                NOW);
    }
}
