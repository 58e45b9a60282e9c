package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Room.Promised;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;

/**
 * What the copies that have begun still bring to their pools. What is not known counts as nothing: ZFS itself says when it is full.
 */
public final class PoolPromises {
    private final Map<Pair.Key, Pair> pairs;
    private final Map<Pair.Key, Promised> promised = new HashMap<>();

    /**
     * @param open all transfers that have not ended
     * @param pairs those that are declared
     * @param lastLines what their commands printed last
     */
    public PoolPromises(Collection<Transfer> open, Map<Pair.Key, Pair> pairs, Map<UUID, String> lastLines) {
        this.pairs = pairs;
        open.forEach(transfer -> promise(
                transfer,
                transfer.phase() instanceof Pulling pulling ? Progress.of(lastLines.get(pulling.commandId())) : null));
    }

    /** A step of it begins. */
    public void begun(Transfer transfer) {
        promise(transfer, null);
    }

    private void promise(Transfer transfer, Progress progress) {
        long bytes = toCome(transfer, progress);
        if (transfer.phase() instanceof Pulling) {
            promised.put(transfer.pair(), new Promised(bytes, bytes));
        } else if (transfer.tally().steps() > 0 || isCut(transfer.pair())) {
            promised.put(transfer.pair(), new Promised(0, bytes));
        }
    }

    /** Of a new copy a part has come: its rest will come whatever room there is. */
    private boolean isCut(Pair.Key key) {
        Pair pair = pairs.get(key);
        return pair != null && pair.target().exists() && pair.common() == null;
    }

    /** All that the source has and the copy has not, a new copy's first stream and what follows it. Of a cut stream only the rest. */
    private long toCome(Transfer transfer, Progress progress) {
        boolean rest =
                transfer.phase() instanceof Pulling pulling && pulling.what().kind() == StepKind.RESUME;
        Long bytes = pairs.containsKey(transfer.pair())
                ? pairs.get(transfer.pair()).behind().bytes()
                : null;
        long all = bytes == null || rest ? 0 : bytes;
        if (progress == null) {
            return all;
        }
        return Math.max(0, (rest ? progress.totalBytes() : all) - progress.movedBytes());
    }

    /** What its pool may take for this one, beside the others; null for null. */
    public Room beside(Room room, Pair.Key asking) {
        if (room == null) {
            return null;
        }
        Promised others = promised.entrySet().stream()
                .filter(one -> !one.getKey().equals(asking) && isSamePool(one.getKey(), asking))
                .map(Map.Entry::getValue)
                .reduce(Promised.NOTHING, Promised::plus);
        return new Room(room.freeBytes(), room.untilFullBytes(), others);
    }

    private static boolean isSamePool(Pair.Key one, Pair.Key other) {
        return one.node().equals(other.node())
                && DatasetName.pool(one.target()).equals(DatasetName.pool(other.target()));
    }
}
