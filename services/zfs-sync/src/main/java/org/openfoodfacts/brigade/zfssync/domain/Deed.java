package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;

/** One thing that is done to a copy on its own node so that it can be brought up to date again. */
public sealed interface Deed {
    /** What may come to be written between the look and the deed, where anything may be lost at all. */
    long SLACK_BYTES = 1 << 20;

    /** Of all {@link #command commands} it can come to. */
    Set<EventType> KINDS = Set.of(EventType.ROLL_BACK_DATASET, EventType.DESTROY_SNAPSHOTS, EventType.RENAME_DATASET);

    Command command();

    /** In one line, for people. */
    String words();

    /** What must be the same for it to be the same deed. */
    default String identity() {
        return toString();
    }

    /** {@code lostBytes} is what was written since {@code to}, as far as the facts tell. */
    record RollBack(String dataset, SnapshotRef to, List<SnapshotRef> beyond, long lostBytes) implements Deed {
        public RollBack {
            beyond = List.copyOf(beyond);
        }

        @Override
        public Command command() {
            return new RollBackDataset(dataset, to, beyond, lostBytes == 0 ? 0 : lostBytes + SLACK_BYTES);
        }

        /** A copy that is read may be written to all the time: what would be lost counts by its order of magnitude. */
        @Override
        public String identity() {
            int magnitude =
                    lostBytes == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(Math.max(lostBytes, SLACK_BYTES));
            return "roll back " + dataset + to + beyond + magnitude;
        }

        @Override
        public String words() {
            String back = "roll " + dataset + " back to @" + to.name();
            return beyond.isEmpty() ? back : back + ", destroying " + names(beyond);
        }
    }

    record Destroy(String dataset, List<SnapshotRef> snapshots) implements Deed {
        public Destroy {
            snapshots = List.copyOf(snapshots);
        }

        @Override
        public Command command() {
            return new DestroySnapshots(dataset, snapshots, "repair");
        }

        @Override
        public String words() {
            return "destroy " + names(snapshots) + " of " + dataset;
        }
    }

    /** With all that lies {@code below} it. */
    record Rename(String dataset, String guid, String to, List<Below> below) implements Deed {
        public Rename {
            below = List.copyOf(below);
        }

        @Override
        public Command command() {
            return new RenameDataset(dataset, guid, to, below, null);
        }

        @Override
        public String words() {
            String all = below.isEmpty()
                    ? ""
                    : " with " + some(below.stream().map(Below::dataset).toList());
            return "rename " + dataset + all + " to " + to;
        }
    }

    private static String names(List<SnapshotRef> snapshots) {
        return some(snapshots.stream().map(ref -> "@" + ref.name()).toList());
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() > 3 ? first + " and " + (names.size() - 3) + " more" : first;
    }
}
