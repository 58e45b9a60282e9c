package org.openfoodfacts.brigade.contracts.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNamesTest {

    @ParameterizedTest
    @EnumSource(SnapshotKind.class)
    void sanoidsOwnNamesEndWithTheirKind(SnapshotKind kind) {
        assertThat(SnapshotKind.of("autosnap_2026-03-29_03:00:02_" + kind.word()))
                .hasValue(kind);
        assertThat(SnapshotKind.of("autosnap_2026-10-25_02:00:01dst_" + kind.word()))
                .hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"autosnap-by-hand_daily", "autosnap_daily", "autosnap_before_x_daily", "autosnap_daily-ugly"})
    void sanoidCountsWhateverBeginsAndEndsLikeItsOwn(String name) {
        assertThat(SnapshotKind.of(name)).hasValue(SnapshotKind.DAILY);
        assertThat(SnapshotOwner.of(name)).isEqualTo(SnapshotOwner.SANOID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto_2026-03-29_03:00:02_daily",
                "autosnap_2026-03-29_03:00:02_daily_keep",
                "autosnap_2026-03-29_03:00:02_biannually",
                "autosnapdaily",
                "autosnap_only",
                "autosnap_day-ly",
                ""
            })
    void sanoidLeavesOthersAlone(String name) {
        assertThat(SnapshotKind.of(name)).isEmpty();
        assertThat(SnapshotOwner.of(name)).isEqualTo(SnapshotOwner.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "syncoid_north_2026-03-29:03:00:02-GMT02:00, SYNCOID",
        "syncoid_north_2026-03-29:03:00:02-GMT-03:30, SYNCOID",
        "syncoid_weekly_copy_north-1_2021-03-29:03:00:02, SYNCOID",
        "syncoid_by_hand, UNKNOWN",
        "vzdump, PROXMOX",
        "vzdump2, UNKNOWN",
        "__replicate_101-0_1700000000__, PROXMOX",
        "__migration__, PROXMOX",
        "__base__, PROXMOX",
        "before-upgrade, UNKNOWN",
        "vm-101-state-before, UNKNOWN",
        "brigade_20260329T010002Z_0a1b2c3d, BRIGADE",
        "brigade_by_hand, UNKNOWN"
    })
    void everyToolIsKnownByItsNames(String name, SnapshotOwner owner) {
        assertThat(SnapshotOwner.of(name)).isEqualTo(owner);
    }
}
