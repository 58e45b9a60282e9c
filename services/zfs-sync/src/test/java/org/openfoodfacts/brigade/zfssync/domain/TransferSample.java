package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;

/** One pair and its transfer; both ends have snapshots {@code s1}, {@code s2}, … with their numbers as guids. */
abstract class TransferSample {
    static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    static final Pair.Key PAIR = new Pair.Key("north1", "tank/off", "south1", "copy/off");
    static final UUID COMMAND = UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a1");
    static final Transport TRANSPORT = new Transport(new SshRoute("op", "192.0.2.1", 0, null), 1000, null, false);

    static Transfer asked(Standing before) {
        return Transfer.of(
                UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a2"),
                PAIR,
                new Transfer.Asked(null, NOW, "c", before));
    }

    static Transfer pulling(Transfer transfer, DatasetState target) {
        return transfer.step(look(source(3), target), NOW).next().sent(COMMAND);
    }

    static Pull pull(Step step) {
        return ((PullDatasets) step.command()).pulls().getFirst();
    }

    static Transfer failed(Transfer transfer, String reason, String detail) {
        return transfer.step(new TransferInput.NotPulled(COMMAND, reason, detail), NOW)
                .next();
    }

    static TransferInput look(DatasetState source, DatasetState target) {
        return new TransferInput.Look(source, target, false, null, TRANSPORT, null, true);
    }

    static DatasetState source(int count) {
        return DatasetState.of(snapshots(count).toList(), List.of());
    }

    static DatasetState target(int count) {
        return source(count);
    }

    static Stream<Snapshot> snapshots(int count) {
        return snapshots(count, null);
    }

    /** @param written to each since the one before, in bytes; null where the agent does not tell */
    private static Stream<Snapshot> snapshots(int count, Long written) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Snapshot(
                        "s" + i, Integer.toString(i), i, NOW.minusSeconds(1000L - i), 0, null, null, null, written));
    }

    /** @param cut the token of a stream that was cut; null for none */
    static DatasetState state(int count, String cut, Long written) {
        return count == 0 && cut == null
                ? DatasetState.MISSING
                : new DatasetState(true, snapshots(count, written).toList(), List.of(), cut, 0, false);
    }
}
