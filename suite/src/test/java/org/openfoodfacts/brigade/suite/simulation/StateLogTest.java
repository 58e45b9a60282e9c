package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLogTest {
    private static final Description HOST = Description.of("ovh1", "host", "10.0.0.1")
            .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/a")));

    @TempDir
    Path folder;

    private Path whole;
    private Path log;
    private Workbench machine;

    @BeforeEach
    void start() {
        machine = new Workbench(folder, HOST);
        whole = folder.resolve("state.json");
        log = folder.resolve("state.log");
    }

    @Test
    void aSaveWritesWhatChangedAndNotTheWhole() throws IOException {
        byte[] before = Files.readAllBytes(whole);
        machine.run("zfs", "snapshot", "tank/a@one");
        long first = Files.size(log);
        machine.run("zfs", "hold", "keep", "tank/a@one");
        machine.run("zfs", "release", "keep", "tank/a@one");
        machine.run("zfs", "destroy", "tank/a@one");
        machine.run("zfs", "snapshot", "tank/a@two");

        assertThat(Files.readAllBytes(whole)).isEqualTo(before);
        assertThat(Files.size(log)).isLessThan(6 * first);
        assertThat(restarted()).isEqualTo(all(machine)).contains("tank/a@two").doesNotContain("tank/a@one");
    }

    @Test
    void aLineCutShortNeverHappened() throws IOException {
        machine.run("zfs", "snapshot", "tank/a@kept");
        String before = all(machine);
        long length = Files.size(log);
        machine.run("zfs", "snapshot", "tank/a@torn");
        String line = Files.readString(log)
                .substring((int) length)
                .lines()
                .findFirst()
                .orElseThrow();
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(length + line.length() / 2);
        }

        assertThat(restarted()).isEqualTo(before);
    }

    @Test
    void theWholeIsWrittenWhenTheLogIsLong() throws IOException {
        for (int i = 0; i < 1100; i++) { // two changes each: the snapshot, and the pool's transaction group
            machine.run("zfs", "snapshot", "tank/a@s" + i);
        }

        assertThat(Files.readAllLines(log)).hasSizeLessThan(2000);
        assertThat(restarted()).isEqualTo(all(machine));
    }

    @Test
    void aLogThatIsInTheWholeAlreadyChangesNothing() throws IOException {
        machine.run("zfs", "snapshot", "tank/a@one");
        machine.run("zfs", "destroy", "tank/a@one");
        machine.run("zfs", "snapshot", "tank/a@two");
        byte[] said = Files.readAllBytes(log);
        String after = restarted();
        Files.write(log, said, StandardOpenOption.CREATE);

        assertThat(restarted()).isEqualTo(after);
    }

    private String restarted() {
        return all(new Workbench(folder, HOST));
    }

    private static String all(Workbench machine) {
        return machine.run("zfs", "list", "-Hp", "-t", "all", "-o", "name,guid,createtxg,creation,used");
    }
}
