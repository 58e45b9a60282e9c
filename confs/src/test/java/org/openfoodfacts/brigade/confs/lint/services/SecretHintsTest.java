package org.openfoodfacts.brigade.confs.lint.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.source.Text;

class SecretHintsTest {
    @Test
    void theNumbersOfLinesAreThoseOfTheText() {
        Text text = Text.of("one\r\nPASSWORD a password\r\u0130 x\nTOKEN\n\n\nsecret token");

        assertThat(SecretHints.lines(text)).containsExactly(2, 4, 7);
        assertThat(SecretHints.lines(text))
                .allSatisfy(line -> assertThat(text.line(line)).containsPattern("(?i)password|token"));
        assertThat(SecretHints.lines(Text.of(""))).isEmpty();
    }
}
