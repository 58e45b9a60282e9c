package org.openfoodfacts.brigade.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

/** On a disk of 32 KiB. */
class JournalOnAFullDiskTest {
    @TempDir
    Path disk;

    @BeforeEach
    void mount() {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()), "mounting needs root");
    }

    @AfterEach
    void unmount() {
        run("umount", disk.toString());
    }

    @Test
    void anEntryIsRefusedAndTheJournalGoesOnWhenThereIsRoom() throws IOException {
        UUID later = UUID.randomUUID();
        List<UUID> written = new ArrayList<>();
        try (Journal journal = open()) {
            fill(journal, written);
            assertThat(journal.unfinished()).hasSize(written.size());
            makeRoom();
            journal.accepted(JournalTest.accepted(later));
        }
        try (Journal journal = open()) {
            assertThat(journal.unfinished()).hasSize(written.size() + 1);
            assertThat(journal.knows(later)).isTrue();
        }
    }

    @Test
    void itIsOpenedAsItIsAndGoesOnWhenThereIsRoom() throws IOException {
        List<UUID> written = new ArrayList<>();
        try (Journal journal = open()) {
            fill(journal, written);
        }
        try (FileChannel torn = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            torn.truncate(torn.size() - 10);
        }
        List<UUID> whole = written.subList(0, written.size() - 1);
        UUID later = UUID.randomUUID();
        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .containsExactlyElementsOf(whole);
            fill(journal, new ArrayList<>());
            makeRoom();
            journal.accepted(JournalTest.accepted(later));
        }
        try (Journal journal = open()) {
            assertThat(journal.unfinished())
                    .extracting(JournalEntry.Accepted::command)
                    .startsWith(whole.toArray(UUID[]::new))
                    .endsWith(later);
        }
    }

    private static void fill(Journal journal, List<UUID> written) {
        assertThatThrownBy(() -> {
                    while (written.size() < 1000) {
                        UUID id = UUID.randomUUID();
                        journal.accepted(JournalTest.accepted(id));
                        written.add(id);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("space");
    }

    private void makeRoom() {
        assertThat(run("mount", "-o", "remount,size=1m", disk.toString())).isTrue();
    }

    private Journal open() {
        return Journal.open(file(), InstantSource.system());
    }

    private Path file() {
        return disk.resolve("journal");
    }

    private static boolean run(String... argv) {
        return new ProcessExec().run(Invocation.of(argv)).success().isPresent();
    }
}
