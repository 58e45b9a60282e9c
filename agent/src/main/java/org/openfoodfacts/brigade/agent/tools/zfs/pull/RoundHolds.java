package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The holds of a round at the source. What is on its way must not be pruned there, or a cut stream could never go on; the older holds go only when the new
 * one is there. Where they cannot go no further one is taken: a hold that nobody releases keeps its snapshot for ever.
 */
final class RoundHolds {
    /** So many of one pair stay where none can be released: that of its first step and that of its second. */
    private static final int MOST_LEFT = 2;

    private final SourceHolds holds;

    RoundHolds(SourceHolds holds) {
        this.holds = holds;
    }

    /** Of those whose step is planned. That an older hold goes is seen before another one is taken; the others go when that one is there. */
    void before(List<OnePull> planned) {
        List<OnePull> tagged = tagged(planned);
        Map<String, List<String>> tags = holds.tags(
                tagged.stream().flatMap(one -> one.holds().bySomebody()).toList());
        tagged.forEach(one -> one.holds().learn(tags));
        release(tagged, one -> one.outlived().stream());
        hold(tagged.stream().filter(one -> one.step() != null).toList(), OnePull::toBeSent);
    }

    /** Of those that came, or had nothing to come. */
    void after(List<OnePull> arrived) {
        List<OnePull> tagged = tagged(arrived);
        hold(tagged, one -> Stream.of(one.common()));
        release(tagged.stream().filter(OnePull::isHeld).toList(), one -> one.holds().beside(one.common()).stream());
    }

    private static List<OnePull> tagged(List<OnePull> pulls) {
        return pulls.stream().filter(one -> one.pull().holdTag() != null).toList();
    }

    /** To hold what is held waits for the pool as well. */
    private void hold(List<OnePull> pulls, Function<OnePull, Stream<String>> snapshot) {
        List<OnePull> wanting =
                pulls.stream().filter(one -> one.holds().mayGrow(MOST_LEFT)).toList();
        SourceHolds.Changed changed = holds.hold(byTag(
                wanting, one -> snapshot.apply(one).filter(name -> !one.holds().has(name))));
        for (OnePull one : wanting) {
            snapshot.apply(one).forEach(name -> one.holds().held(name, changed));
        }
    }

    private void release(List<OnePull> pulls, Function<OnePull, Stream<String>> snapshots) {
        SourceHolds.Changed changed = holds.release(byTag(pulls, snapshots));
        for (OnePull one : pulls) {
            snapshots.apply(one).toList().forEach(name -> one.holds().released(name, changed));
        }
    }

    private static Map<String, List<String>> byTag(List<OnePull> pulls, Function<OnePull, Stream<String>> snapshots) {
        return pulls.stream().collect(groupingBy(one -> one.pull().holdTag(), flatMapping(snapshots, toList())));
    }
}
