package org.openfoodfacts.brigade.contracts.snapshots;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/** What one dataset loses now and what sanoid would destroy but stays; both oldest first within each kind, and never the same snapshot. */
public record RetentionPlan(List<SnapshotRef> destroy, List<Spared> spared) {
    /** Linux takes no argument of more than 128 KiB. */
    private static final int LONGEST_ARGUMENT = 90_000;

    private static final int MOST_AT_ONCE = 2000;

    public static final RetentionPlan NOTHING = new RetentionPlan(List.of(), List.of());

    public RetentionPlan {
        destroy = List.copyOf(destroy);
        spared = List.copyOf(spared);
    }

    /** A snapshot that is past its time, and all that keeps it. */
    public record Spared(SnapshotRef snapshot, List<Protection> because) {
        public Spared {
            because = List.copyOf(because);
        }
    }

    /** The commands that destroy them, each of a size that one call takes. */
    public List<DestroySnapshots> commands(String dataset, String reason) {
        List<DestroySnapshots> commands = new ArrayList<>();
        List<SnapshotRef> next = new ArrayList<>();
        int length = dataset.length();
        for (SnapshotRef snapshot : destroy) {
            int more = snapshot.name().length() + 1;
            if (next.size() == MOST_AT_ONCE || (!next.isEmpty() && length + more > LONGEST_ARGUMENT)) {
                commands.add(new DestroySnapshots(dataset, next, reason));
                next.clear();
                length = dataset.length();
            }
            next.add(snapshot);
            length += more;
        }
        if (!next.isEmpty()) {
            commands.add(new DestroySnapshots(dataset, next, reason));
        }
        return commands;
    }
}
