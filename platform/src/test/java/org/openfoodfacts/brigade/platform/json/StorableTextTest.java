package org.openfoodfacts.brigade.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void whatAColumnHoldsAndSomebodyReadsStaysAsItIs() {
        assertThat(StorableText.of(null)).isNull();
        assertThat(StorableText.of("x".repeat(StorableText.LONGEST))).hasSize(StorableText.LONGEST);
    }

    @Test
    void noNulIsStored() {
        assertThat(StorableText.of("no\u0000jail")).isEqualTo("no\uFFFDjail");
    }

    @Test
    void longerWordsAreCutBetweenTwoCharacters() {
        String cut = StorableText.of("x".repeat(StorableText.LONGEST - 3) + "\uD83D\uDE80".repeat(900_000));

        assertThat(cut).hasSizeLessThanOrEqualTo(StorableText.LONGEST).endsWith("x …");
    }
}
