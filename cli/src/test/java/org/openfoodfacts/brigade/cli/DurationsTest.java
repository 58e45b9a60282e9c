package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Durations and times as people type them. */
class DurationsTest {
    @Property
    void everyDurationLongerThanNothingIsReadAsItIsWritten(@ForAll @LongRange(min = 1) long milliseconds) {
        Duration duration = Duration.ofMillis(milliseconds);
        assertThat(new Durations().convert(duration.toString())).isEqualTo(duration);
    }

    @Property
    void noTextMakesAnythingElseThanADurationOrASentence(@ForAll String text) {
        try {
            assertThat(new Durations().convert(text)).isPositive();
        } catch (TypeConversionException e) {
            assertThat(e).hasMessageStartingWith("'" + text + "' is ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2h", "", "P1M", "7 days", "PT"})
    void whatIsNoDurationIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new Durations().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("PT2H");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1H", "PT-1S"})
    void nothingEndsBeforeItBegins(String text) {
        assertThatThrownBy(() -> new Durations().convert(text)).hasMessageContaining("longer than nothing");
    }

    @Property
    void everyTimeIsReadAsItIsWritten(@ForAll @LongRange(min = 0, max = 4_102_444_800L) long second) {
        Instant time = Instant.ofEpochSecond(second);
        assertThat(new Times().convert(time.toString())).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomorrow", "2027-01-31", "2027-01-31T18:00:00", "2027-02-30T18:00:00Z", "18:00"})
    void aTimeWithoutItsOffsetIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new Times().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("2027-01-31T19:00:00+01:00");
        assertThat(new Times().convert("2027-01-31T19:00:00+01:00")).isEqualTo("2027-01-31T18:00:00Z");
    }
}
