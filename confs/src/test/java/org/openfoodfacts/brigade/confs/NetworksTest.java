package org.openfoodfacts.brigade.confs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.1.0.0/24", "2001:db8::/32", "::/0", "::1/128", "::ffff:192.0.2.1/128"})
    void theseAreNetworks(String text) {
        assertThat(Networks.isCidr(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.1.0.0",
                "10.1.0.0/33",
                "10.1.0/24",
                "01.1.0.0/8",
                "::1::/64",
                "::/129",
                "a/8",
                "1:2:3:4:5:6:7::8/64"
            })
    void theseAreNot(String text) {
        assertThat(Networks.isCidr(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.1",
                "::192.0.2.0/120",
                "::ffff:c000:201",
                "0:0:0:0:0:FFFF:c000:201",
                "0000::ffff:0:0/96"
            })
    void theseAreIpv4InIpv6(String text) {
        assertThat(Networks.wrapsIpv4(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "192.0.2.0/24",
                "::1",
                "::/0",
                "::ffff",
                "::ffff:1",
                "::ffff:0:0:0",
                "1::ffff:c000:201",
                "::ffff:0:c000:201",
                "64:ff9b::c000:201",
                "ffff::",
                "2001:db8::/32"
            })
    void theseAreNotIpv4InIpv6(String text) {
        assertThat(Networks.wrapsIpv4(text)).isFalse();
    }

    @Property
    void everyAddressThatJavaPrintsIsOne(@ForAll @Size(16) byte[] ipv6, @ForAll @Size(4) byte[] ipv4)
            throws UnknownHostException {
        assertThat(Networks.isAddress(InetAddress.getByAddress(ipv6).getHostAddress()))
                .isTrue();
        assertThat(Networks.isAddress(InetAddress.getByAddress(ipv4).getHostAddress()))
                .isTrue();
    }
}
