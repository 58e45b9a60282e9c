package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.zfssync.domain.PullBatches.Batch;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Asked;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;

class PullBatchesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final long SMALL = 1000;
    private static final long LARGE = PullBatches.SMALL_BYTES + 1;
    private static final Transport FREE = transport("far", 0);

    private final PullBatches batches = new PullBatches(new TransferQueue(List.of(), Map.of(), Set.of(), 2));

    @Test
    void smallOnesOfOneWayTravelTogetherInTheirOrder() {
        List.of("c", "a", "b").forEach(name -> add("x", name, null, SMALL, FREE));

        assertThat(batches.batches()).singleElement().satisfies(batch -> {
            assertThat(targets(batch)).containsExactly("copy/c", "copy/a", "copy/b");
            assertThat(((PullDatasets) batch.command()).route()).isEqualTo(FREE.route());
            assertThat(batch.steps())
                    .extracting(step -> step.next().pair().target())
                    .containsExactly("copy/c", "copy/a", "copy/b");
        });
    }

    @Test
    void whatIsLargeOrLimitedGoesAloneAsLongAsThereIsRoom() {
        add("x", "large", null, LARGE, FREE);
        add("x", "limited", null, SMALL, transport("far", 1000));
        add("x", "small", null, SMALL, FREE);

        assertThat(batches.batches())
                .as("two commands are what one machine may have")
                .extracting(PullBatchesTest::targets)
                .containsExactly(List.of("copy/large"), List.of("copy/limited"));
    }

    @Test
    void anotherMachineAnotherRouteOrSomebodyElsesWishIsAnotherCommand() {
        add("x", "a", null, SMALL, FREE);
        add("x", "b", null, SMALL, transport("around", 0));
        assertThat(batches.batches()).hasSize(2);

        PullBatches others = new PullBatches(new TransferQueue(List.of(), Map.of(), Set.of(), 9));
        add(others, "x", "a", null, SMALL, FREE);
        add(others, "y", "b", null, SMALL, FREE);
        add(others, "x", "c", "ann", SMALL, FREE);
        assertThat(others.batches()).hasSize(3);
    }

    @Test
    void aCommandHasSoManyAndNoMore() {
        IntStream.range(0, 2 * PullBatches.MOST + 1).forEach(i -> add("x", "d" + i, null, SMALL, FREE));

        assertThat(batches.batches())
                .extracting(batch -> targets(batch).size())
                .as("a third command has no room")
                .containsExactly(PullBatches.MOST, PullBatches.MOST);
    }

    @Test
    void whatNeedsNoCommandIsAlwaysCarriedOut() {
        IntStream.range(0, 3).forEach(i -> add("x", "l" + i, null, LARGE, FREE));
        DatasetState same = state(SMALL, 2);
        TransferInput inSync = new TransferInput.Look(same, same, true, null, FREE, null, true);
        batches.add(transfer("x", "done", null).step(inSync, NOW), inSync);

        assertThat(batches.batches()).hasSize(3).last().satisfies(batch -> {
            assertThat(batch.command()).isNull();
            assertThat(batch.steps().getFirst().next().phase()).isInstanceOf(TransferPhase.Done.class);
        });
    }

    private void add(String sourceNode, String name, String by, long bytes, Transport transport) {
        add(batches, sourceNode, name, by, bytes, transport);
    }

    private static void add(
            PullBatches batches, String sourceNode, String name, String by, long bytes, Transport transport) {
        TransferInput look =
                new TransferInput.Look(state(bytes, 2), state(bytes, 1), true, null, transport, null, true);
        batches.add(transfer(sourceNode, name, by).step(look, NOW), look);
    }

    private static Transfer transfer(String sourceNode, String name, String by) {
        Pair.Key pair = new Pair.Key(sourceNode, "tank/" + name, "n", "copy/" + name);
        return Transfer.of(UUID.randomUUID(), pair, new Asked(by, NOW, "c", Standing.GOOD));
    }

    private static DatasetState state(long bytes, int count) {
        return DatasetState.of(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new Snapshot(
                                "s" + i, Integer.toString(i), i, NOW, 0, List.of(), List.of(), null, bytes))
                        .toList(),
                List.of());
    }

    private static Transport transport(String host, long bytesPerSecond) {
        return new Transport(new SshRoute("op", host, 0, null), bytesPerSecond, null, true);
    }

    private static List<String> targets(Batch batch) {
        return ((PullDatasets) batch.command())
                .pulls().stream().map(Pull::target).toList();
    }
}
