package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HoldTagTest {
    @Test
    void theCopiesOfATreeHaveOneTag() {
        String tag = tag("n", "tank/shop", "copies/shop");

        assertThat(tag).matches("brigade:[0-9a-f]{24}");
        assertThat(tag("n", "tank/shop/images", "copies/shop/images")).isEqualTo(tag);
        assertThat(tag("n", "tank/other", "copies/other")).isEqualTo(tag);
        assertThat(tag("m", "tank/shop", "copies/shop")).isNotEqualTo(tag);
        assertThat(tag("n", "tank/shop", "copies/workshop")).isNotEqualTo(tag);
    }

    /** One's release must not take the other's hold away. */
    @Property(tries = 20_000)
    void twoCopiesOfOneSourceNeverHaveTheSame(
            @ForAll @Size(min = 1, max = 4) List<@Chars({'a', 'b'}) @StringLength(min = 1, max = 2) String> source,
            @ForAll @Size(min = 1, max = 4) List<@Chars({'a', 'b'}) @StringLength(min = 1, max = 2) String> one,
            @ForAll @Size(min = 1, max = 4) List<@Chars({'a', 'b'}) @StringLength(min = 1, max = 2) String> other) {
        Assume.that(!one.equals(other));

        assertThat(tag("n", String.join("/", source), String.join("/", one)))
                .isNotEqualTo(tag("n", String.join("/", source), String.join("/", other)));
    }

    private static String tag(String node, String source, String target) {
        return new Pair.Key("far", source, node, target).holdTag();
    }
}
