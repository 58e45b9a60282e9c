package org.openfoodfacts.brigade.proxyconfig.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;

class NeverBanTest {

    private static FleetDeclared fleet(String address, String network) {
        return new FleetDeclared(
                "example",
                "repo",
                "abc",
                List.of(new DeclaredNode("north1", "host", "north", null, null, List.of(), List.of(address), null)),
                List.of(),
                List.of(),
                List.of(new ProtectedNetwork(network, "monitoring")),
                List.of(),
                List.of());
    }

    private static Network network(String text) {
        return ((NetworkText.Read) NetworkText.network(text)).network();
    }

    @Test
    void theFleetsAddressesTheListAndLoopbackAreProtectedAndSaidSo() {
        NeverBan neverBan = NeverBan.of(fleet("10.1.0.1", "203.0.113.7/24"));
        assertThat(neverBan.objection(network("10.0.0.0/8")))
                .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo("node north1"));
        assertThat(neverBan.objection(network("203.0.113.200/32")))
                .hasValueSatisfying(p -> assertThat(p.reason()).contains("monitoring"));
        for (String own : List.of("127.0.0.1/32", "::1/128", "::/19", "169.254.1.1/32", "fe80::1/128")) {
            assertThat(neverBan.objection(network(own))).as(own).isPresent();
        }
        assertThat(neverBan.objection(network("198.51.100.0/24"))).isEmpty();
    }

    @Test
    void aFleetWithAnUnreadableAddressIsNotTakenOver() {
        assertThat(NeverBan.problem(fleet("10.1.0.1", "203.0.113.0/24"))).isEmpty();
        assertThat(NeverBan.problem(fleet("10.1.0.x", "203.0.113.0/24")))
                .hasValueSatisfying(why -> assertThat(why).contains("10.1.0.x", "north1"));
        assertThat(NeverBan.problem(fleet("10.1.0.1", "office"))).isPresent();
    }

    @Test
    void aFactWithWhatIsNoNetworkCannotBeStored() {
        var ban = new BansFact.EnforcedBan(new UUID(0, 1), "192.0.2.9/24", null);
        var odd = new BansFact.EnforcedBan(new UUID(0, 2), "everything", null);
        assertThat(BansFactCheck.of(new BansFact(1, List.of(ban, odd), List.of(), null), Instant.EPOCH))
                .isEqualTo(new BansFactCheck.Objection("'everything' is no network"));
        assertThat(BansFactCheck.of(new BansFact(1, List.of(ban), List.of(), null), Instant.EPOCH))
                .isEqualTo(new BansFactCheck.Storable(
                        List.of(new BansFactCheck.Enforced(network("192.0.2.0/24"), Instant.EPOCH))));
    }

    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, 2026-11-24T08:00:00Z",
        "2026-11-24T07:00:00Z, 2026-11-24T07:00:00Z",
        "2040-01-01T00:00:00Z, 2026-11-24T08:00:00Z"
    })
    void aTimeThatCannotBeIsThatOfTheFact(Instant said, Instant since) {
        var ban = new BansFact.EnforcedBan(new UUID(0, 1), "192.0.2.9/24", said);
        assertThat(BansFactCheck.of(
                        new BansFact(1, List.of(ban), List.of(), null), Instant.parse("2026-11-24T08:00:00Z")))
                .isEqualTo(new BansFactCheck.Storable(
                        List.of(new BansFactCheck.Enforced(network("192.0.2.0/24"), since))));
    }
}
