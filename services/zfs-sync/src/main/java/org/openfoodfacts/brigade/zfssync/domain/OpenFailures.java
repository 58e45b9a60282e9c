package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Failures that were told, of copies that nothing is under way for: which of them are over though no transfer says so. */
public final class OpenFailures {
    private OpenFailures() {}

    /**
     * Over is that of a copy that is up to date, whoever brought it, of one that no file declares any more, and of one that Brigade tried by itself and
     * has no longer to bring. What a person asked for once stands until the copy is up to date, though others bring it.
     *
     * @param failing the newest transfer of each pair
     * @param declared by pair
     * @param pulled those that Brigade brings by itself
     * @param inSync of {@link #toPlan} those that have all that is to travel
     */
    public static List<Transfer> over(
            List<Transfer> failing, Map<Pair.Key, Pair> declared, Set<Pair.Key> pulled, Set<Pair.Key> inSync) {
        return failing.stream()
                .filter(last -> {
                    Pair pair = declared.get(last.pair());
                    boolean leftToOthers = last.asked().by() == null && !pulled.contains(last.pair());
                    return pair == null || leftToOthers || pair.isUpToDate() || inSync.contains(last.pair());
                })
                .toList();
    }

    /** Copies whose sources have newer snapshots: whether any of these is of a kind that travels is for the planner. */
    public static List<Pair.Key> toPlan(List<Transfer> failing, Map<Pair.Key, Pair> declared) {
        return failing.stream()
                .map(Transfer::pair)
                .filter(key -> {
                    Pair pair = declared.get(key);
                    return pair != null && pair.source().exists() && pair.common() != null && !pair.isUpToDate();
                })
                .toList();
    }
}
