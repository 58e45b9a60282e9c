package org.openfoodfacts.brigade.proxyconfig.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openfoodfacts.brigade.contracts.NetworkSample;
import org.openfoodfacts.brigade.proxyconfig.domain.Network.Family;

/** Against an oracle that knows bits only. */
class NetworkTest {

    @Provide
    static Arbitrary<Network> networks() {
        // few distinct bits, so that networks often contain one another
        Arbitrary<Long> v4 = Arbitraries.of(0x0a000000L, 0x0a010000L, 0x0a010100L, 0x0a0101ffL, 0xffffffffL, 0L)
                .map(bits -> bits << 32);
        Arbitrary<Long> words = Arbitraries.oneOf(
                Arbitraries.of(0L, -1L, 0x20010db800000000L, 0x20010db800000001L, 1L), Arbitraries.longs());
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.oneOf(v4, Arbitraries.longs().map(w -> w << 32)), prefixes(32))
                        .as((bits, prefix) -> new Network(Family.V4, bits, 0, prefix)),
                Combinators.combine(words, words, prefixes(128))
                        .as((high, low, prefix) -> new Network(Family.V6, high, low, prefix)));
    }

    private static Arbitrary<Integer> prefixes(int bits) {
        return Arbitraries.integers().between(0, bits);
    }

    /** All bits as text, most significant first. */
    private static String bits(Network network) {
        BigInteger value = new BigInteger(Long.toUnsignedString(network.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(network.low())));
        String all = value.setBit(128).toString(2).substring(1);
        return all.substring(0, network.family().bits());
    }

    @Property(tries = 5000)
    void containsIsThatTheFirstBitsAreEqual(@ForAll("networks") Network a, @ForAll("networks") Network b) {
        boolean oracle = a.family() == b.family()
                && a.prefix() <= b.prefix()
                && bits(a).substring(0, a.prefix()).equals(bits(b).substring(0, a.prefix()));
        assertThat(a.contains(b)).isEqualTo(oracle);
        assertThat(a.overlaps(b)).isEqualTo(a.contains(b) || b.contains(a));
        assertThat(b.overlaps(a)).isEqualTo(a.overlaps(b));
    }

    @Property
    void bitsBehindThePrefixAreZero(@ForAll("networks") Network network) {
        assertThat(bits(network).substring(network.prefix())).doesNotContain("1");
        assertThat(network.contains(network)).isTrue();
    }

    @Property
    void whatIsWrittenIsReadBackUnlessItIsIpv4InIpv6Clothes(@ForAll("networks") Network network)
            throws UnknownHostException {
        NetworkText read = NetworkText.network(network.toString());
        boolean mapped = network.family() == Family.V6 && network.high() == 0 && network.low() >>> 32 == 0xffff;
        if (mapped) {
            assertThat(read).isInstanceOf(NetworkText.Unreadable.class);
        } else {
            assertThat(read).isEqualTo(new NetworkText.Read(network, true));
            byte[] java = InetAddress.getByName(network.address()).getAddress();
            assertThat(new BigInteger(1, java)
                            .setBit(java.length * 8)
                            .toString(2)
                            .substring(1))
                    .isEqualTo(bits(network));
        }
    }

    @Example
    void networksAreWrittenAsTheAgentsReadThem() {
        for (NetworkSample sample : NetworkSample.all()) {
            NetworkText read = NetworkText.network(sample.written());
            assertThat(read instanceof NetworkText.Read).as(sample.written()).isEqualTo(sample.isNetwork());
            if (read instanceof NetworkText.Read(Network network, boolean _)) {
                assertThat(network).as(sample.written()).hasToString(sample.cidr());
                assertThat(network.contains(parse(sample.inside())))
                        .as(sample.inside())
                        .isTrue();
                assertThat(network.contains(parse(sample.outside())))
                        .as(sample.outside())
                        .isFalse();
            }
        }
    }

    private static Network parse(String text) {
        return ((NetworkText.Read) NetworkText.network(text)).network();
    }
}
