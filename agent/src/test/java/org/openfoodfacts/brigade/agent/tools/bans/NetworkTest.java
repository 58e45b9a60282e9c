package org.openfoodfacts.brigade.agent.tools.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void textIsWhatFail2banShows() {
        assertThat(text("203.0.113.77/24")).isEqualTo("203.0.113.0/24");
        assertThat(text("203.0.113.9/32")).isEqualTo("203.0.113.9");
        assertThat(text("2001:0DB8:0:0:0:0:0:1")).isEqualTo("2001:db8::1");
        assertThat(text("2001:db8:0:0:1:0:0:1")).isEqualTo("2001:db8::1:0:0:1");
        assertThat(text("2001:db8:ffff::/32")).isEqualTo("2001:db8::/32");
        assertThat(text("::/0")).isEqualTo("::/0");
        assertThat(text("::1/128")).isEqualTo("::1");
        assertThat(text("1:0:2:3:4:5:6:7")).isEqualTo("1:0:2:3:4:5:6:7");
    }

    @Test
    void namesAndNumbersThatAreNoAddressesAreNothing() {
        assertThat(List.of(
                        "example.org",
                        "",
                        "1.2.3",
                        "1.2.3.4/33",
                        "1.2.3.4/",
                        "1.2.3.4/a",
                        "1.2.3.256",
                        "::1/129",
                        "a:b",
                        "1.2.3.4/24/8",
                        "12345"))
                .allMatch(text -> Network.parse(text).isEmpty());
        assertThat(Network.parse(null)).isEmpty();
    }

    @Property
    void readingWhatWasWrittenGivesTheSameNetwork(
            @ForAll @Size(4) byte[] bytes, @ForAll @IntRange(max = 32) int prefix) {
        String text = (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff)
                + "/" + prefix;
        Network network = Network.parse(text).orElseThrow();

        assertThat(Network.parse(network.text())).contains(network);
        assertThat(network.contains(Network.parse(text.split("/")[0]).orElseThrow()))
                .isTrue();
    }

    @Property
    void sixteenBytesToo(
            @ForAll @Size(8) List<@IntRange(max = 0xffff) Integer> groups, @ForAll @IntRange(max = 128) int prefix) {
        String text = String.join(":", groups.stream().map(Integer::toHexString).toList()) + "/" + prefix;
        if (text.startsWith("0:0:0:0:0:ffff:")) {
            return;
        }
        Network network = Network.parse(text).orElseThrow();

        assertThat(Network.parse(network.text())).contains(network);
    }

    private static String text(String input) {
        return Network.parse(input).orElseThrow().text();
    }
}
