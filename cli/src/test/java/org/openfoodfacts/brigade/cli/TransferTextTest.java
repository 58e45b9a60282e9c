package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null | null    | incremental @a to @b
            1024 | 4096    | incremental @a to @b, 1.0 KiB of 4.0 KiB (25 %)
            1024 | 0       | incremental @a to @b, 1.0 KiB
            8192 | 4096    | incremental @a to @b, 8.0 KiB of 4.0 KiB (100 %)
            """)
    void whatIsUnderWayIsToldWithItsShareWhereTheWholeIsKnown(String moved, String total, String words) {
        String transfer = """
                {"current": {"kind": "INCREMENTAL", "from": "a", "to": "b", "movedBytes": %s, "totalBytes": %s}}""".formatted(moved, total);

        assertThat(TransferText.now(Terminal.parse(transfer))).isEqualTo(words);
    }
}
