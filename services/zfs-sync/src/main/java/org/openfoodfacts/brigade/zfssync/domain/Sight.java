package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Needs.Need;

/**
 * All that is looked at to tell what keeps a copy back, by the newest facts. {@code hadCopy}: there was a common snapshot before.
 * {@code lastFailure} is how the pair's last transfer failed, null when it did not, there was none, or the next one has brought something. {@code holdProblem} is what
 * the source said last against the pair's holds, null when nothing. {@code room} is what the target's pool may take, null when that is not known.
 * {@code poolShown}: the facts show the root of the target's pool.
 */
public record Sight(
        Pair pair,
        DatasetState source,
        DatasetState target,
        boolean hadCopy,
        TransferPhase.Failed lastFailure,
        String holdProblem,
        Room room,
        boolean poolShown,
        Surroundings around) {
    /** In the name of what a repair has put out of the way; what stands behind it is the day. */
    static final String ASIDE = ".aside-";

    /**
     * {@code targetGuid} is the identity of the dataset that has the target's name, null without one; {@code below} are the datasets below it,
     * {@code aside} those that were set aside from it. {@code relatives} hold snapshots of the end that is there, on the node of the end that is not;
     * {@code needs} are what other pairs go on from at the copy.
     */
    public record Surroundings(
            String targetGuid, List<String> below, List<String> aside, List<Relative> relatives, List<Need> needs) {
        public Surroundings {
            below = List.copyOf(below);
            aside = List.copyOf(aside);
            relatives = List.copyOf(relatives);
            needs = List.copyOf(needs);
        }

        /** The one that has more of the snapshots than any other; null without one, or when two have as many. */
        public Relative nearest() {
            List<Relative> sorted = relatives.stream()
                    .filter(relative -> !relative.dataset().contains(ASIDE))
                    .sorted((a, b) -> Integer.compare(b.shared(), a.shared()))
                    .toList();
            boolean clear = sorted.size() == 1
                    || (sorted.size() > 1
                            && sorted.getFirst().shared() > sorted.get(1).shared());
            return clear ? sorted.getFirst() : null;
        }
    }

    /** A dataset that no pair has as an end, with so many snapshots that are those of an end, and what lies below it. */
    public record Relative(String dataset, String guid, int shared, List<Below> below) {
        public Relative {
            below = List.copyOf(below);
        }
    }

    /** Nobody knows whether the copy is there. */
    boolean isPoolAway() {
        return !poolShown && !target.exists();
    }

    Relative nearest() {
        return around.nearest();
    }
}
