package org.openfoodfacts.brigade.proxyconfig.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;

/** What {@code fleet.yaml} may have as an address or network is read here: one that is not would hold up the whole fleet. */
class FleetTextsTest {
    private static final String FLEET = """
            fleet: f
            sites: [{name: s}]
            nodes: [{name: n, kind: host, site: s, addresses: ['%s']}]
            neverBan: [{network: '%s', reason: ours}]
            """;

    @Property(tries = 3000)
    void whatMayBeDeclaredIsRead(@ForAll("addresses") String address, @ForAll("prefixes") String prefix) {
        boolean isAddress = FleetFile.parse(FLEET.formatted(address, "192.0.2.0/24"))
                .problems()
                .isEmpty();
        boolean isNetwork = FleetFile.parse(FLEET.formatted("192.0.2.1", address + prefix))
                .problems()
                .isEmpty();

        Statistics.label("address").collect(isAddress);
        Statistics.label("network").collect(isNetwork);
        if (isAddress) {
            assertThat(NetworkText.network(address)).as(address).isInstanceOf(NetworkText.Read.class);
        }
        if (isNetwork) {
            assertThat(NetworkText.network(address + prefix))
                    .as(address + prefix)
                    .isInstanceOf(NetworkText.Read.class);
        }
    }

    @Example
    void anIpv4AddressInAnIpv6OneMayNotBeDeclared() {
        for (String wrapped :
                List.of("::ffff:192.0.2.1", "64:ff9b::192.0.2.1", "::ffff:0:0", "0:0:0:0:0:FFFF:c000:201")) {
            assertThat(FleetFile.parse(FLEET.formatted(wrapped, wrapped + "/96"))
                            .problems())
                    .as(wrapped)
                    .hasSize(2);
        }
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> group =
                Arbitraries.of("0", "0", "0000", "ffff", "FFFF", "1", "db8", "c000", "12345", "g", "");
        Arbitrary<String> ipv4 = Arbitraries.of("192.0.2.1", "10.0.0.0", "0.0.0.0", "1.2.3", "01.2.3.4", "256.1.1.1");
        Arbitrary<String> ends = Arbitraries.oneOf(group, ipv4);
        Arbitrary<String> groups = group.list().ofMinSize(0).ofMaxSize(8).map(all -> String.join(":", all));
        return Arbitraries.oneOf(
                ipv4,
                groups,
                Combinators.combine(groups, groups).as((a, b) -> a + "::" + b),
                Combinators.combine(groups, ends).as((a, b) -> a + ":" + b),
                Combinators.combine(Arbitraries.of("::", "::ffff:", "::ffff:0:", "64:ff9b::", "0:0:0:0:0:ffff:"), ends)
                        .as((a, b) -> a + b));
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 129).map(n -> "/" + n),
                Arbitraries.of("", "/", "/08", "/x", "/24/8"));
    }
}
