package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotRowsTest {
    /** It comes with a received stream, from whoever made that. */
    @ParameterizedTest
    @CsvSource({
        "1700000000, 2023-11-14T22:13:20Z",
        "31556889864403200, +1000000000-12-31T23:59:59Z",
        "9223372036854775808, +1000000000-12-31T23:59:59Z",
        "18446744073709551615, +1000000000-12-31T23:59:59Z"
    })
    void aCreationOfAnyNumberIsATime(String creation, Instant shown) {
        SnapshotRows rows = new SnapshotRows();

        rows.line(false, "tank/a\t1\t1\t1700000000\t-\t-");
        rows.line(false, "tank/a@autosnap_1_hourly\t2\t2\t" + creation + "\t0\t-");

        assertThat(rows.odd()).isNull();
        assertThat(rows.of("tank/a"))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.creation()).isEqualTo(shown));
    }
}
