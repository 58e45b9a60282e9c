package org.openfoodfacts.brigade.suite.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/** An agent that lists only what real ZFS says has changed sees the same snapshots as one that looks for the first time, whatever is done to them. */
@OnZfsGuests
class ProbeMemoryST {
    private static final String PARENT = "tank/remembered";
    private static final int CHANGES = 9;

    private final ZfsGuest guest;
    private final Machine machine;
    private final List<List<String>> asked = new ArrayList<>();
    private final ZfsProbe remembering = new ZfsProbe();
    private final Random random = new Random(20261129);
    private int number;

    ProbeMemoryST(ZfsGuests guests) {
        guest = guests.target();
        machine = new Machine(
                (invocation, lines, cancellation) -> {
                    asked.add(invocation.argv());
                    return guest.run(invocation, lines, cancellation);
                },
                Path.of("/"));
    }

    @BeforeEach
    void someDatasets() {
        shell("zfs create " + PARENT + " && zfs create " + PARENT + "/a && zfs create " + PARENT + "/b");
        shell("zfs create " + PARENT + "/c && zfs snapshot -r " + PARENT + "@first");
    }

    @AfterEach
    void nothingIsLeft() {
        guest.output("zfs", "destroy", "-R", PARENT);
    }

    @Test
    void whatIsRememberedIsWhatIsThere() {
        List<String> done = new ArrayList<>();
        for (int step = 0; step < CHANGES; step++) {
            String script = change(step);
            done.add(script);
            shell(script);

            assertThat(seenBy(remembering)).as(String.join("\n", done)).isEqualTo(seenBy(new ZfsProbe()));
        }
        Awaitility.await("a look that lists no snapshot, for none has changed")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> {
                    asked.clear();
                    seenBy(remembering);
                    assertThat(asked).extracting(List::getFirst).containsExactly("zpool", "zfs");
                });
    }

    private String change(int step) {
        String dataset = PARENT + (random.nextBoolean() ? "/a" : "/b");
        String name = "s" + ++number;
        return switch (step) {
            case 0 -> "zfs snapshot " + dataset + "@" + name;
            case 1 -> "zfs snapshot -r " + PARENT + "@" + name + " && zfs destroy " + dataset + "@" + name;
            case 2 ->
                "zfs snapshot " + dataset + "@" + name + " && zfs rename " + dataset + "@" + name + " @renamed-" + name;
            case 3 -> "zfs snapshot " + dataset + "@" + name + " && zfs rollback -r " + dataset + "@first";
            case 4 ->
                "zfs destroy -r " + dataset + " && zfs create " + dataset + " && zfs snapshot " + dataset + "@first";
            case 5 -> "zfs send " + dataset + "@first | zfs receive -u " + PARENT + "/received" + number;
            case 6 ->
                "zfs rename " + dataset + " " + PARENT + "/away && zfs create " + dataset + " && zfs snapshot "
                        + dataset + "@first && zfs destroy -r " + PARENT + "/away";
            case 7 -> "zfs rename " + PARENT + "/c@first @renamed";
            default -> "zfs create " + PARENT + "/empty" + number;
        };
    }

    private List<List<String>> seenBy(ZfsProbe probe) {
        return probe.observe(machine, Watch.NOTHING).stream()
                .filter(SnapshotsFact.class::isInstance)
                .map(SnapshotsFact.class::cast)
                .filter(fact -> fact.dataset().startsWith(PARENT))
                .map(ProbeMemoryST::words)
                .toList();
    }

    private static List<String> words(SnapshotsFact fact) {
        List<String> words = new ArrayList<>(List.of(fact.dataset()));
        for (Snapshot snapshot : fact.snapshots()) {
            words.add(snapshot.name() + " " + snapshot.guid());
        }
        return words;
    }

    private void shell(String script) {
        guest.output("sh", "-c", script);
    }
}
