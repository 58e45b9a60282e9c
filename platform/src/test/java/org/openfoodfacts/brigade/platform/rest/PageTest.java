package org.openfoodfacts.brigade.platform.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void theExtraItemOnlyShowsThatThereIsMore() {
        assertThat(Page.of(List.of("a", "b", "c"), 2, item -> item)).isEqualTo(new Page<>(List.of("a", "b"), "b"));
        assertThat(Page.of(List.of("a", "b"), 2, item -> item)).isEqualTo(new Page<>(List.of("a", "b"), null));
        assertThat(Page.of(List.<String>of(), 2, item -> item).next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
    void aLimitOutOfRangeIsNamed(int limit) {
        assertThatThrownBy(() -> Page.limit(limit)).hasMessage("limit must be 1 to 1000");
    }

    @Test
    void withoutALimitThereIsADefault() {
        assertThat(Page.limit(null)).isEqualTo(Page.DEFAULT_LIMIT);
        assertThat(Page.limit(1000)).isEqualTo(1000);
    }

    @Test
    void aListGoesOnBehindAnIdOrBegins() {
        UUID id = UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a1");
        assertThat(Page.after(id.toString())).isEqualTo(id);
        assertThat(Page.after(null)).isNull();
        assertThat(Page.after("")).isNull();
        assertThatThrownBy(() -> Page.after("x")).hasMessage("after must be the 'next' of an earlier page");
    }
}
