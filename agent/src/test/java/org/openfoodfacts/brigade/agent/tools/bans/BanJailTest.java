package org.openfoodfacts.brigade.agent.tools.bans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BanJailTest {
    @Test
    void bansAreReadWithTheirTimeAndWhatIsNoAddressIsOdd() {
        BanJail.Content content = BanJail.parse(
                List.of(
                        "192.0.2.7 \t2026-11-24 06:27:25 + -1 = 9999-12-31 23:59:59",
                        "2001:db8::/32 \t2026-11-24 06:27:25 + 600 = 2026-11-24 06:37:25",
                        "notanip \t2026-11-24 06:27:25 + -1 = 9999-12-31 23:59:59",
                        ""),
                ZoneOffset.UTC);

        assertThat(content.bans())
                .containsEntry(Network.parse("192.0.2.7").orElseThrow(), Instant.parse("2026-11-24T06:27:25Z"))
                .containsKey(Network.parse("2001:db8::/32").orElseThrow())
                .hasSize(2);
        assertThat(content.odd()).containsExactly("notanip");
        assertThat(content.problem()).isNull();
    }

    @Test
    void timesAreTheMachinesLocalOnes() {
        BanJail.Content content = BanJail.parse(
                List.of("192.0.2.7 \t2026-07-01 12:00:00 + -1 = 9999-12-31 23:59:59"), ZoneId.of("Europe/Paris"));

        assertThat(content.bans()).containsValue(Instant.parse("2026-07-01T10:00:00Z"));
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> BanJail.parse(lines, ZoneOffset.UTC)).doesNotThrowAnyException();
    }
}
