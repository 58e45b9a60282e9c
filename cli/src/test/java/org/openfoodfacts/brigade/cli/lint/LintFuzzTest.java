package org.openfoodfacts.brigade.cli.lint;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The short run; {@code ./brigade bench fuzz} takes a million. */
class LintFuzzTest {
    @Test
    void noParserAndNoRuleThrowsOrTakesLongWhateverStandsInAFile() {
        assertThatCode(() -> new LintFuzz(42).run(20_000)).doesNotThrowAnyException();
    }
}
