package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class MeasureWishTest {
    private static final List<Snapshot> KNOWN = known(5);

    @ParameterizedTest
    @CsvSource({"s3, 3", "s1%s3, 1 2 3", "s4 s2%s3 s3, 2 3 4", "s5%s5, 5", "s1%s5, 1 2 3 4 5"})
    void namesAndRangesAreTakenInOrderOfAgeEachOnce(String wanted, String guids) {
        assertThat(among(KNOWN, wanted.split(" ")))
                .isInstanceOfSatisfying(
                        MeasureWish.Found.class,
                        found -> assertThat(found.command().snapshots())
                                .extracting(SnapshotRef::guid)
                                .containsExactly(guids.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"nothing", "s3%s1", "s1%nothing", "'%s3'", "s1%", "'%'"})
    void whatIsNotThereIsRefused(String wanted) {
        assertThat(refusal(KNOWN, wanted)).isEqualTo("the newest facts of n show no tank/x@" + wanted);
    }

    @Test
    void noneAndTooManyAreRefused() {
        assertThat(refusal(KNOWN)).startsWith("name at least one");
        assertThat(refusal(known(MeasureWish.MOST + 1), "s1%s" + (MeasureWish.MOST + 1)))
                .startsWith("these are " + (MeasureWish.MOST + 1));
        assertThat(refusal(
                        KNOWN, Collections.nCopies(MeasureWish.MOST + 1, "s3").toArray(String[]::new)))
                .as("though they are one: each is looked up")
                .startsWith("these are " + (MeasureWish.MOST + 1));
    }

    private static MeasureWish.Meant among(List<Snapshot> known, String... wanted) {
        return new MeasureWish("n", "tank/x", List.of(wanted)).among(known);
    }

    private static String refusal(List<Snapshot> known, String... wanted) {
        return ((MeasureWish.Refused) among(known, wanted)).objection().detail();
    }

    private static List<Snapshot> known(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i ->
                        new Snapshot("s" + i, Integer.toString(i), i, Instant.EPOCH, 0, List.of(), List.of(), null, 0L))
                .toList();
    }
}
