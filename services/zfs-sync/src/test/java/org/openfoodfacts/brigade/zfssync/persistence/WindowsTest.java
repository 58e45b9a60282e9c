package org.openfoodfacts.brigade.zfssync.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;

class WindowsTest {
    private static List<Pair.Key> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Pair.Key("a", "tank/x" + number, "b", "copy/x" + number))
                .toList();
    }

    private static Map<End, Long> sizes(List<Pair.Key> pairs, long each) {
        Map<End, Long> sizes = new HashMap<>();
        pairs.forEach(pair -> {
            sizes.put(End.source(pair), each);
            sizes.put(End.target(pair), each);
        });
        return sizes;
    }

    @Test
    void eachPairIsInOneWindowInItsOrderAndNoWindowHoldsTooMuch() {
        List<Pair.Key> pairs = pairs(200);

        List<List<Pair.Key>> windows = EndStore.windows(pairs, sizes(pairs, 300));

        assertThat(windows.stream().flatMap(List::stream).toList()).isEqualTo(pairs);
        assertThat(windows)
                .hasSize(13)
                .allSatisfy(window -> assertThat(window.size() * 600L).isLessThanOrEqualTo(EndStore.MOST_SNAPSHOTS));
    }

    /** Whoever reads the ends of 64 pairs at once may have 128 lists of thousands of snapshots in memory. */
    @Test
    void nobodyReadsTheEndsOfPairsButInWindows() {
        assertThat(Stream.of(EndStore.class.getDeclaredMethods())
                        .filter(method ->
                                method.getGenericReturnType().getTypeName().contains(EndStore.Ends.class.getName())))
                .isNotEmpty()
                .allMatch(method -> Modifier.isPrivate(method.getModifiers()));
    }

    @Test
    void whatIsTooLargeIsLookedAtAlone() {
        List<Pair.Key> pairs = pairs(3);

        assertThat(EndStore.windows(pairs, sizes(pairs, EndStore.MOST_SNAPSHOTS)))
                .hasSize(3);
    }

    @Test
    void pairsThatWereNeverListedShareAWindowAndWithoutPairsThereIsNone() {
        assertThat(EndStore.windows(pairs(200), Map.of())).hasSize(1);
        assertThat(EndStore.windows(List.of(), Map.of())).isEmpty();
    }
}
