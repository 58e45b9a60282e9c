package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;

/**
 * What the pool of a copy may still take: {@code freeBytes} at all, {@code untilFullBytes} before it counts as full, below zero when it does. A step of a
 * copy that is there may use what is free; a new copy must leave the pool less than full. What a step brings is told by what was written to the
 * snapshots that it sends; where that is not known, nothing is stopped: ZFS itself says when it is full.
 * {@code promised} is what others still bring to it: what fits only without that waits, and nothing has failed.
 */
public record Room(long freeBytes, long untilFullBytes, Promised promised) {

    /**
     * {@code underWay} comes by commands that run, {@code begun} also by transfers that are between two steps. New copies wait for the end of all of these;
     * a step of one that is there only for what runs, so that no two wait for each other.
     */
    public record Promised(long underWay, long begun) {
        static final Promised NOTHING = new Promised(0, 0);

        Promised plus(Promised other) {
            return new Promised(underWay + other.underWay, begun + other.begun);
        }
    }

    public Room(long freeBytes, long untilFullBytes) {
        this(freeBytes, untilFullBytes, Promised.NOTHING);
    }

    boolean isPromisedFor(Step step, DatasetState source) {
        Long bytes = bytes(step, source);
        return bytes != null && bytes > allowed(step) - promised(step);
    }

    String promisedWords(Step step, DatasetState source) {
        return "waits for what else comes to the pool: " + words(step, source) + ", of which others still bring about "
                + promised(step);
    }

    private long promised(Step step) {
        return step instanceof Full ? promised.begun() : promised.underWay();
    }

    boolean isTooSmallFor(Step step, DatasetState source) {
        Long bytes = bytes(step, source);
        return bytes != null && bytes > allowed(step);
    }

    String words(Step step, DatasetState source) {
        String until = step instanceof Full ? " more before it counts as full" : " more";
        return "about " + bytes(step, source) + " bytes are to come, and the pool may take "
                + Math.max(0, allowed(step)) + until;
    }

    private long allowed(Step step) {
        return step instanceof Full ? untilFullBytes : freeBytes;
    }

    /** Null when an agent is too old to tell, or when only ZFS could. */
    private static Long bytes(Step step, DatasetState source) {
        return switch (step) {
            case Full _ -> source.snapshots().isEmpty() ? null : written(source, null, null);
            case Incremental some ->
                written(source, some.from().point().guid(), some.to().guid());
            case Resume _ -> null;
        };
    }

    /** Beyond the one, up to and with the other; null when that is not known. What begins with a full stream is meant to become all of it. */
    static Long written(DatasetState source, String fromGuid, String toGuid) {
        Long from = fromGuid == null ? Long.valueOf(-1) : txg(source, fromGuid);
        Long to = toGuid == null ? Long.valueOf(Long.MAX_VALUE) : txg(source, toGuid);
        if (from == null || to == null) {
            return null;
        }
        List<Snapshot> sent = source.snapshots().stream()
                .filter(snapshot -> snapshot.createTxg() > from && snapshot.createTxg() <= to)
                .toList();
        return sent.stream().anyMatch(snapshot -> snapshot.writtenBytes() == null)
                ? null
                : sent.stream().mapToLong(Snapshot::writtenBytes).sum();
    }

    /** Null for a bookmark's: what it is of may be gone. */
    private static Long txg(DatasetState source, String guid) {
        return source.snapshots().stream()
                .filter(snapshot -> snapshot.guid().equals(guid))
                .map(Snapshot::createTxg)
                .findFirst()
                .orElse(null);
    }
}
