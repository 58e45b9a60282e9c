package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCursorTest {

    @Property
    void aCursorIsReadBackAsItWasWritten(
            @ForAll @IntRange(min = 0, max = 99) int step, @ForAll @LongRange(min = 0, max = 1L << 50) long sequence) {
        LogCursor cursor = new LogCursor(step, sequence);

        assertThat(LogCursor.parse(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", ".1", "-1.2", "1.2.3", "100.1", "1.9999999999999999999", " 1.2"})
    void anythingElseIsNone(String text) {
        assertThat(LogCursor.parse(text)).isEmpty();
    }
}
