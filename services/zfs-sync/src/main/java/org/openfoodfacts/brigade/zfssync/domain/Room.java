package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;

/** Whether what a step brings fits, by what was written to the snapshots that it sends. What is not known stops nothing: ZFS itself says when it is full. */
final class Room {
    private Room() {}

    static boolean isShort(Step step, DatasetState source, Long room) {
        Long bytes = room == null ? null : bytes(step, source);
        return bytes != null && bytes > room;
    }

    static String words(Step step, DatasetState source, long room) {
        return "about " + bytes(step, source) + " bytes are to come, and the pool may take " + Math.max(0, room)
                + " more before it counts as full";
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

    /** Beyond the one, up to and with the other. What begins with a full stream is meant to become all of it. */
    private static Long written(DatasetState source, String fromGuid, String toGuid) {
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
