package org.openfoodfacts.brigade.proxyconfig.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.proxyconfig.domain.BanWish.Judged;

class BanWishTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    private static Judged address(String address) {
        return new BanWish(address, null, "crawler", "PT1H", null, null).judge(NOW);
    }

    private static Judged cidr(String cidr) {
        return new BanWish(null, cidr, "crawler", "PT1H", null, null).judge(NOW);
    }

    private static Judged ending(String duration, Instant until, Boolean permanent) {
        return new BanWish("192.0.2.1", null, "crawler", duration, until, permanent).judge(NOW);
    }

    private static void assertUnfit(Judged judged, String field, String... words) {
        assertThat(judged).isInstanceOfSatisfying(Judged.Unfit.class, unfit -> {
            assertThat(unfit.field()).isEqualTo(field);
            assertThat(List.of(words))
                    .allSatisfy(word -> assertThat(unfit.detail()).contains(word));
        });
    }

    @Test
    void anAddressIsANetworkOfOne() {
        assertThat(address("192.0.2.1")).isInstanceOfSatisfying(Judged.Fit.class, fit -> {
            assertThat(fit.network()).hasToString("192.0.2.1/32");
            assertThat(fit.until()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        });
        assertThat(address("2001:db8::1")).isInstanceOf(Judged.Fit.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "0x7f.0.0.1",
                "2130706433",
                "1.2.3.4 ",
                "1.2.3.4\n",
                "١.2.3.4",
                "fe80::1%eth0",
                "::ffff:192.0.2.1",
                "::ffff:c000:201",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                ":::",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7::8",
                "example.org",
                "192.0.2.1/32"
            })
    void whatCouldMeanSomethingElseIsRefused(String text) {
        assertUnfit(address(text), "address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "2001:db8::/129", "10.0.0.0/8/8"})
    void aPrefixThatCannotBeIsRefused(String text) {
        assertUnfit(cidr(text), "cidr", "prefix");
    }

    @Test
    void hostBitsAreAnErrorThatProposesTheNetwork() {
        assertUnfit(cidr("192.0.2.77/24"), "cidr", "192.0.2.0/24");
        assertUnfit(cidr("2001:db8::1/32"), "cidr", "2001:db8::/32");
    }

    @Test
    void ipv4InIpv6ClothesIsAnErrorThatProposesTheIpv4Address() {
        assertUnfit(address("::ffff:c000:201"), "address", "192.0.2.1");
    }

    @Test
    void nobodyBansHalfTheInternet() {
        assertThat(cidr("10.0.0.0/7")).isInstanceOf(Judged.TooWide.class);
        assertThat(cidr("10.0.0.0/8")).isInstanceOf(Judged.Fit.class);
        assertThat(cidr("0.0.0.0/0")).isInstanceOf(Judged.TooWide.class);
        assertThat(cidr("2000::/18")).isInstanceOf(Judged.TooWide.class);
        assertThat(cidr("2000::/19")).isInstanceOf(Judged.Fit.class);
    }

    @Test
    void exactlyOneEndIsGiven() {
        assertUnfit(ending(null, null, null), "duration", "permanent");
        assertUnfit(ending(null, null, false), "duration", "permanent");
        assertUnfit(ending("PT1H", NOW.plusSeconds(1), null), "duration");
        assertUnfit(ending("PT1H", null, true), "duration");
        assertUnfit(ending("1 hour", null, null), "duration", "ISO 8601");
        assertUnfit(ending("-PT1H", null, null), "duration", "future");
        assertUnfit(ending("PT9999999999999H", null, null), "duration");
        assertUnfit(ending(null, NOW, null), "until", "future");
        assertUnfit(ending(null, NOW.plus(Duration.ofDays(4000)), null), "until", "ten years");
        assertThat(ending(null, null, true))
                .isInstanceOfSatisfying(
                        Judged.Fit.class, fit -> assertThat(fit.until()).isNull());
        assertThat(ending("P30D", null, null)).isInstanceOf(Judged.Fit.class);
    }

    @Test
    void aReasonAndOneTargetAreNeeded() {
        assertUnfit(new BanWish("192.0.2.1", null, " ", "PT1H", null, null).judge(NOW), "reason");
        assertUnfit(new BanWish("192.0.2.1", null, "a\nb", "PT1H", null, null).judge(NOW), "reason");
        assertUnfit(new BanWish("192.0.2.1", null, "half \ud83d", "PT1H", null, null).judge(NOW), "reason");
        assertUnfit(new BanWish(null, null, "why", "PT1H", null, null).judge(NOW), "address");
        assertUnfit(new BanWish("192.0.2.1", "192.0.2.0/24", "why", "PT1H", null, null).judge(NOW), "cidr");
    }
}
