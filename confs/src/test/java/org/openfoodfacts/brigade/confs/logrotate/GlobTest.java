package org.openfoodfacts.brigade.confs.logrotate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "/a/*.log, /a/b.log, true",
        "/a/*log, /a/b.access.log, true",
        "/a/*.log, /a/*access.log, true",
        "/a/*access.log, /a/*.log, false",
        "/a/*.log, /a/b/c.log, false",
        "/a/*/*.log, /a/b/c.log, true",
        "/a/?.log, /a/b.log, true",
        "/a/?.log, /a/*.log, false",
        "/a/[bc]*, /a/cd, true",
        "/a/[, /a/[, true",
        "/a/b, /a/b*, false"
    })
    void aPatternMatchesWhatGlobDoes(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    @Property
    void aStarMatchesAllThatLiesInOneFolder(@ForAll @StringLength(max = 200) String text) {
        assertThat(new Glob("*").matches(text)).isEqualTo(text.indexOf('/') < 0);
        assertThat(new Glob("/a/" + "*a".repeat(10) + "*").matches("/a/" + text.replace("a", "")))
                .isFalse();
    }
}
