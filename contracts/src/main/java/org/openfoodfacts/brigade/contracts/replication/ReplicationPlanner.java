package org.openfoodfacts.brigade.contracts.replication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Base;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Reason;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotOwner;

/**
 * Decides the next step of a pair from what both ends hold, by guid and never by name. All snapshots travel but those that another tool's
 * replication or backup makes and takes away again ({@link SnapshotOwner#PROXMOX}, {@link SnapshotOwner#SYNCOID}): such a one at the
 * target is in the way of the next step as soon as its owner has replaced it.
 */
public final class ReplicationPlanner {
    private static final Comparator<Snapshot> BY_AGE = Comparator.comparingLong(Snapshot::createTxg);

    private final DatasetState target;
    private final List<Snapshot> sourceSnapshots;
    private final Map<String, Base> bases = new HashMap<>();
    private final Map<String, Long> sourceTxgs = new HashMap<>();
    private final List<SnapshotRef> newerAtTarget = new ArrayList<>();
    private final Set<String> namesAtTarget = new HashSet<>();
    private Base base;

    private ReplicationPlanner(DatasetState source, DatasetState target) {
        this.target = target;
        this.sourceSnapshots = source.snapshots().stream().sorted(BY_AGE).toList();
        for (Bookmark bookmark : source.bookmarks()) {
            known(bookmark.name(), bookmark.guid(), bookmark.createTxg(), true);
        }
        for (Snapshot snapshot : sourceSnapshots) {
            known(snapshot.name(), snapshot.guid(), snapshot.createTxg(), false);
        }
        findBase();
    }

    public static ReplicationPlan plan(DatasetState source, DatasetState target) {
        if (!source.exists()) {
            return new Blocked(Reason.SOURCE_MISSING, null, List.of());
        }
        return new ReplicationPlanner(source, target).plan(source.encrypted());
    }

    private void known(String name, String guid, long createTxg, boolean bookmark) {
        bases.put(guid, new Base(new SnapshotRef(name, guid), bookmark));
        sourceTxgs.put(guid, createTxg);
    }

    /** The target's newest that the source has too, and what the target has beyond it, oldest first. */
    private void findBase() {
        for (Snapshot snapshot : target.snapshots().stream().sorted(BY_AGE).toList()) {
            namesAtTarget.add(snapshot.name());
            Base found = bases.get(snapshot.guid());
            if (found == null) {
                newerAtTarget.add(ref(snapshot));
            } else {
                base = found;
                newerAtTarget.clear();
            }
        }
    }

    private ReplicationPlan plan(boolean sourceEncrypted) {
        if (!target.exists()) {
            List<Snapshot> lasting =
                    sourceSnapshots.stream().filter(ReplicationPlanner::lasts).toList();
            return lasting.isEmpty()
                    ? blocked(Reason.NO_SOURCE_SNAPSHOT, List.of())
                    : new ReplicationPlan.Full(ref(lasting.getFirst()));
        }
        if (target.snapshots().isEmpty()) {
            return target.resumeToken() == null ? blocked(Reason.TARGET_IN_THE_WAY, List.of()) : resume();
        }
        if (base == null) {
            return blocked(bases.isEmpty() ? Reason.NO_SOURCE_SNAPSHOT : Reason.NO_COMMON_SNAPSHOT, List.of());
        }
        if (sourceEncrypted && !target.encrypted()) {
            return blocked(Reason.ENCRYPTION_MISMATCH, List.of());
        }
        if (target.writtenBytes() > 0) {
            return blocked(Reason.TARGET_WRITTEN, List.of());
        }
        if (!newerAtTarget.isEmpty()) {
            return blocked(Reason.DIVERGED, newerAtTarget);
        }
        return target.resumeToken() == null ? step() : resume();
    }

    /**
     * A stream with intermediates takes all that lie between its ends, so it ends before one that does not travel; one such snapshot is stepped
     * over by a stream without.
     */
    private ReplicationPlan step() {
        List<SnapshotRef> travelling = new ArrayList<>();
        List<SnapshotRef> taken = new ArrayList<>();
        boolean single = base.bookmark();
        for (Snapshot snapshot : sinceBase()) {
            boolean free = !namesAtTarget.contains(snapshot.name());
            if (lasts(snapshot) && free) {
                travelling.add(ref(snapshot));
                if (single) {
                    break;
                }
            } else if (!travelling.isEmpty()) {
                break;
            } else {
                single = true;
                if (!free && lasts(snapshot)) {
                    taken.add(ref(snapshot));
                }
            }
        }
        if (!travelling.isEmpty()) {
            SnapshotRef to = travelling.removeLast();
            return new ReplicationPlan.Incremental(base, to, travelling);
        }
        return taken.isEmpty() ? new ReplicationPlan.InSync(base.point()) : blocked(Reason.NAME_TAKEN, taken);
    }

    private ReplicationPlan resume() {
        List<SnapshotRef> needed =
                sinceBase().stream().map(ReplicationPlanner::ref).toList();
        return new ReplicationPlan.Resume(target.resumeToken(), lastCommon(), needed);
    }

    private List<Snapshot> sinceBase() {
        long since = base == null ? Long.MIN_VALUE : sourceTxgs.get(base.point().guid());
        return sourceSnapshots.stream()
                .filter(snapshot -> snapshot.createTxg() > since)
                .toList();
    }

    private Blocked blocked(Reason reason, List<SnapshotRef> inTheWay) {
        return new Blocked(reason, lastCommon(), inTheWay);
    }

    private SnapshotRef lastCommon() {
        return base == null ? null : base.point();
    }

    private static boolean lasts(Snapshot snapshot) {
        SnapshotOwner owner = SnapshotOwner.of(snapshot.name());
        return owner != SnapshotOwner.PROXMOX && owner != SnapshotOwner.SYNCOID;
    }

    private static SnapshotRef ref(Snapshot snapshot) {
        return new SnapshotRef(snapshot.name(), snapshot.guid());
    }
}
