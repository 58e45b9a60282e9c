package org.openfoodfacts.brigade.proxyconfig.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.platform.outbox.Generation;
import org.openfoodfacts.brigade.proxyconfig.domain.BansFactCheck.Enforced;
import org.openfoodfacts.brigade.proxyconfig.domain.Network.Family;

class BanSetTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00.123Z");

    private static Ban ban(Network network, Instant until, String reason) {
        return new Ban(Ids.next(), network, reason, "alice", NOW.minusSeconds(60), until, 1, null);
    }

    private static Network v4(long bits, int prefix) {
        return new Network(Family.V4, bits << 32, 0, prefix);
    }

    private static Network network(EnforceBans.WantedBan ban) {
        return ((NetworkText.Read) NetworkText.network(ban.network())).network();
    }

    @Provide
    Arbitrary<List<Ban>> bans() {
        Arbitrary<Network> networks = Combinators.combine(
                        Arbitraries.longs().between(0, 15),
                        Arbitraries.integers().between(28, 32))
                .as(BanSetTest::v4);
        Arbitrary<Instant> ends = Arbitraries.of(NOW.minusSeconds(1), NOW, NOW.plusSeconds(1), Instant.MAX)
                .map(end -> end.equals(Instant.MAX) ? null : end);
        return Combinators.combine(networks, ends)
                .as((network, end) -> ban(network, end, "why"))
                .list()
                .ofMaxSize(20)
                .uniqueElements(Ban::network);
    }

    /** The oracle asks for each of 16 addresses whether an active ban holds it. */
    @Property
    void anOrderBansJustTheAddressesThatActiveBansHold(@ForAll("bans") List<Ban> bans) {
        List<Network> ordered = new BanSet(bans)
                .order(1, NOW).bans().stream().map(BanSetTest::network).toList();
        for (int address = 0; address < 16; address++) {
            Network one = v4(address, 32);
            boolean wanted = bans.stream()
                    .anyMatch(b -> (b.until() == null || b.until().isAfter(NOW))
                            && b.network().contains(one));
            assertThat(ordered.stream().anyMatch(n -> n.contains(one))).isEqualTo(wanted);
        }
    }

    @Property
    void noTwoNetworksOfAnOrderOverlap(@ForAll("bans") List<Ban> bans) {
        List<Network> ordered = new BanSet(bans)
                .order(1, NOW).bans().stream().map(BanSetTest::network).toList();
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(ordered.get(i).overlaps(ordered.get(j))).isFalse();
            }
        }
    }

    @Property
    void aBanIsEnforcedWhenSomethingInTheJailContainsIt(
            @ForAll("bans") List<Ban> bans, @ForAll("bans") List<Ban> jailed) {
        List<Enforced> jail =
                jailed.stream().map(b -> new Enforced(b.network(), NOW)).toList();
        var enforced = new BanSet(bans).enforcedBy(jail);
        for (Ban ban : bans) {
            boolean contained = jailed.stream().anyMatch(j -> j.network().contains(ban.network()));
            assertThat(enforced.containsKey(ban.id())).isEqualTo(contained);
        }
    }

    @Property
    void theLengthOfAnOrderIsKnownWithoutWritingIt(@ForAll("bans") List<Ban> bans, @ForAll("reasons") String reason)
            throws JsonProcessingException {
        EnforceBans order = new BanSet(bans.stream()
                        .map(b -> ban(b.network(), b.until(), reason))
                        .toList())
                .order(123456789L, NOW);
        assertThat(BanSet.bytes(order)).isEqualTo(Json.mapper().writeValueAsBytes(order).length);
    }

    @Provide
    Arbitrary<String> reasons() {
        return Arbitraries.of("", "plain", "say \"no\"", "a\\b/c", "crawler é", "😀 \uD83D\uDE00", "x".repeat(200));
    }

    @Example
    void fiveThousandBansFitIntoOneRecordAndTwentyThousandDoNot() {
        BanSet many = many(5_000);
        EnforceBans order = many.order(1, NOW);
        assertThat(order.bans()).hasSize(5_000);
        assertThat(order.bans()).as("reasons give way").allMatch(b -> b.reason() == null);
        assertThat(BanSet.bytes(order)).isLessThan(BanSet.LARGEST_ORDER);
        assertThat(many.fits()).isTrue();
        assertThat(many(20_000).fits()).isFalse();
        assertThat(many(100).order(1, NOW).bans()).allMatch(b -> b.reason() != null);
    }

    private static BanSet many(int count) {
        return new BanSet(IntStream.range(0, count)
                .mapToObj(i -> ban(v4(0xc6336400L + 2L * i, 32), NOW.plusSeconds(3600), "x".repeat(200)))
                .toList());
    }

    @Example
    void generationsGrowEvenAfterTheDatabaseWasLost() {
        assertThat(Generation.after(0, NOW)).isEqualTo(NOW.toEpochMilli());
        assertThat(Generation.after(NOW.toEpochMilli() + 5, NOW)).isEqualTo(NOW.toEpochMilli() + 6);
    }

    @Example
    void anEndedBanIsNotActive() {
        Ban ban = ban(v4(1, 32), null, "why");
        assertThat(ban.isActive(NOW)).isTrue();
        assertThat(ban.ended(new Ban.End(NOW, Ban.How.LIFTED, "bob")).isActive(NOW))
                .isFalse();
        assertThat(new BanSet(List.of(ban)).of(v4(1, 32))).contains(ban);
        assertThat(ban.id()).isNotEqualTo(new UUID(0, 0));
    }
}
