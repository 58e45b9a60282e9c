package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;

class MomentTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final List<String> BOTH = List.of("tank/b", "tank/a");

    private static Snapshot snapshot(String name, int minute, String guid) {
        return new Snapshot(name, guid, minute, NOON.plusSeconds(60L * minute), 0, List.of(), List.of(), null, null);
    }

    @Test
    void theNewestThatAllHaveIsChosenWithTheGuidOfEachInTheOrderAsked() {
        var snapshots = Map.of(
                "tank/a", List.of(snapshot("one", 1, "a1"), snapshot("two", 2, "a2"), snapshot("three", 3, "a3")),
                "tank/b", List.of(snapshot("two", 2, "b2"), snapshot("one", 1, "b1"), snapshot("four", 4, "b4")));

        assertThat(Moment.newest(BOTH, snapshots, null))
                .contains(new Moment(
                        "two",
                        NOON.plusSeconds(120),
                        List.of(new Moment.Source("tank/b", "b2"), new Moment.Source("tank/a", "a2"))));
    }

    @Test
    void ofAKindOnlyThoseThatSanoidWouldCountToIt() {
        var snapshots = Map.of(
                "tank/a",
                        List.of(
                                snapshot("autosnap_2026-03-14_00:00:01_daily", 1, "a1"),
                                snapshot("autosnap_2026-03-14_12:00:01_hourly", 2, "a2")),
                "tank/b",
                        List.of(
                                snapshot("autosnap_2026-03-14_00:00:01_daily", 1, "b1"),
                                snapshot("autosnap_2026-03-14_12:00:01_hourly", 2, "b2")));

        assertThat(Moment.newest(BOTH, snapshots, SnapshotKind.DAILY))
                .get()
                .extracting(Moment::snapshot)
                .isEqualTo("autosnap_2026-03-14_00:00:01_daily");
        assertThat(Moment.newest(BOTH, snapshots, SnapshotKind.WEEKLY)).isEmpty();
    }

    @Test
    void oneNameAtTwoTimesIsNoMoment() {
        var snapshots = Map.of(
                "tank/a", List.of(snapshot("before-upgrade", 1, "a1")),
                "tank/b", List.of(snapshot("before-upgrade", 3, "b1")));

        assertThat(Moment.newest(BOTH, snapshots, null)).isEmpty();
        assertThat(Moment.newest(List.of("tank/a", "tank/none"), snapshots, null))
                .isEmpty();
    }
}
