package org.openfoodfacts.brigade.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTimeTest {
    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z, 1970-01-01T00:00:00Z",
        "2026-11-24T07:59:00Z, 2026-11-24T07:59:00Z",
        "+10000-01-01T00:00:00Z, 9999-12-31T23:59:59Z"
    })
    void whatNoTableHoldsBecomesTheNearestItDoes(Instant said, Instant kept) {
        assertThat(StorableTime.of(said)).isEqualTo(kept);
    }

    @Test
    void whatNobodySaidStaysUnsaid() {
        assertThat(StorableTime.of(null)).isNull();
    }
}
