package org.openfoodfacts.brigade.suite.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.MeasureSnapshotsHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsMeasured;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** What real ZFS says of snapshots that share what is in no file any more. */
@OnZfsGuests
class MeasureSnapshotsST {
    private static final String DATASET = "tank/measured";
    private static final long MIB = 1 << 20;
    private static final SealingKey KEY = SealingKey.generate();

    private final ZfsGuest guest;

    MeasureSnapshotsST(ZfsGuests guests) {
        guest = guests.target();
    }

    @BeforeEach
    void twoThatShareAFileThatIsGone() {
        shell("zfs create " + DATASET);
        shell("dd if=/dev/urandom of=/" + DATASET + "/file bs=1M count=6 status=none && sync");
        shell("zfs snapshot " + DATASET + "@a && zfs snapshot " + DATASET + "@b && zfs hold keep " + DATASET + "@b");
        shell("rm /" + DATASET + "/file && sync && zfs snapshot " + DATASET + "@c");
    }

    @AfterEach
    void nothingIsLeft() {
        shell("zfs release keep " + DATASET + "@b; zfs destroy -R " + DATASET);
    }

    @Test
    void whatSeveralShareIsFreedWithAllOfThemAndInNoSinglesUsed() {
        long alone = Stream.of("a", "b")
                .mapToLong(name -> Long.parseLong(property("used", name)))
                .sum();
        assertThat(alone).isLessThan(MIB);

        assertThat(measured("a", "b")).isBetween(6 * MIB, 7 * MIB);
        assertThat(measured("a")).isLessThan(MIB);
        assertThat(guest.output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", DATASET)
                        .lines())
                .as("none was destroyed")
                .hasSize(3);
    }

    @Test
    void anotherSnapshotOfTheNameIsNotMeasured() {
        Outcome outcome = measure(List.of(new SnapshotRef("a", "17"), ref("c"), new SnapshotRef("z", "1")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail())
                                .isEqualTo("gone, or another of that name: " + DATASET + "@a, " + DATASET + "@z"));
    }

    private long measured(String... names) {
        Outcome outcome = measure(Stream.of(names).map(this::ref).toList());
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((SnapshotsMeasured) ((Outcome.Done) outcome).result()).reclaimBytes();
    }

    private Outcome measure(List<SnapshotRef> snapshots) {
        Machine machine = new Machine(guest, Path.of("/"));
        return new MeasureSnapshotsHandler()
                .handle(
                        new MeasureSnapshots(DATASET, snapshots),
                        new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), KEY));
    }

    private SnapshotRef ref(String name) {
        return new SnapshotRef(name, property("guid", name));
    }

    private String property(String property, String snapshot) {
        return guest.output("zfs", "get", "-Hp", "-o", "value", property, DATASET + "@" + snapshot)
                .strip();
    }

    private void shell(String script) {
        guest.output("sh", "-c", script);
    }
}
