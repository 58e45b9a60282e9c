package org.openfoodfacts.brigade.agent.tools.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.NetworkSample;

class NetworkTest {
    @Test
    void textIsWhatFail2banShows() {
        assertThat(text("203.0.113.77/24")).isEqualTo("203.0.113.0/24");
        assertThat(text("203.0.113.9/32")).isEqualTo("203.0.113.9");
        assertThat(text("::1/128")).isEqualTo("::1");
    }

    @Test
    void networksAreReadAsTheServicesWriteThem() {
        for (NetworkSample sample : NetworkSample.all()) {
            Optional<Network> read = Network.parse(sample.written());
            assertThat(read.isPresent()).as(sample.written()).isEqualTo(sample.isNetwork());
            read.ifPresent(network -> {
                assertThat(cidr(network)).as(sample.written()).isEqualTo(sample.cidr());
                assertThat(network.contains(parse(sample.inside())))
                        .as(sample.inside())
                        .isTrue();
                assertThat(network.contains(parse(sample.outside())))
                        .as(sample.outside())
                        .isFalse();
            });
        }
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

    private static String cidr(Network network) {
        return network.text().contains("/") ? network.text() : network.text() + "/" + network.prefix();
    }

    private static String text(String input) {
        return parse(input).text();
    }

    private static Network parse(String text) {
        return Network.parse(text).orElseThrow();
    }
}
