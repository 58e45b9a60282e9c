package org.openfoodfacts.brigade.agent.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;

/**
 * What a machine's datasets were last seen to hold, and which of them have to be listed again: those whose {@code snapshots_changed} is another. Holds,
 * clones, bookmarks and used space change without it, so everything is listed again every few looks.
 */
final class SnapshotMemory {
    private static final int LOOKS_PER_EVERYTHING = 4;

    /** The property has whole seconds: what changed in the second in which it was listed, or right before, may have changed again since. */
    private static final Duration UNSURE = Duration.ofSeconds(2);

    private final Map<String, Known> known = new HashMap<>();
    private int looks;

    private record Known(String guid, String changed, SnapshotsFact fact) {}

    boolean wantsEverything() {
        return known.isEmpty() || looks % LOOKS_PER_EVERYTHING == 0;
    }

    /** The datasets of which what was seen may no longer be so. */
    List<String> stale(ZfsLines seen) {
        return seen.datasets().stream()
                .filter(dataset -> !isKnown(dataset, seen.changes().get(dataset.name())))
                .map(Dataset::name)
                .toList();
    }

    private boolean isKnown(Dataset dataset, String changed) {
        Known one = known.get(dataset.name());
        return one != null && one.guid().equals(dataset.guid()) && one.changed().equals(changed);
    }

    /**
     * Ends a look.
     *
     * @param listed what was listed now
     * @param begun when that began
     * @return what all datasets hold, in the order in which they were seen
     */
    List<SnapshotsFact> with(ZfsLines seen, List<SnapshotsFact> listed, Instant begun) {
        looks++;
        Map<String, SnapshotsFact> now = new HashMap<>();
        listed.forEach(fact -> now.put(fact.dataset(), fact));
        List<SnapshotsFact> all = new ArrayList<>();
        for (Dataset dataset : seen.datasets()) {
            SnapshotsFact fact = now.get(dataset.name());
            if (fact == null) {
                all.add(known.get(dataset.name()).fact());
                continue;
            }
            all.add(fact);
            String changed = seen.changes().get(dataset.name());
            if (changed != null && isSettled(changed, begun)) {
                known.put(dataset.name(), new Known(dataset.guid(), changed, fact));
            } else {
                known.remove(dataset.name());
            }
        }
        known.keySet().retainAll(Set.copyOf(seen.names()));
        return all;
    }

    /** {@code -} where there never was a snapshot. */
    private static boolean isSettled(String changed, Instant begun) {
        return changed.equals("-")
                || Instant.ofEpochSecond(ToolNumbers.longOr(changed, Long.MAX_VALUE >> 10))
                        .plus(UNSURE)
                        .isBefore(begun);
    }
}
