package org.openfoodfacts.brigade.agent.tools.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.BansFact.EnforcedBan;

class BanReportTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

    @Property
    void aBanIsEnforcedSinceTheFirstOfTheJailsNetworksThatHoldIt(
            @ForAll("networks") Set<Network> wanted, @ForAll("networks") Set<Network> jailed) {
        Map<Network, Instant> jail = new HashMap<>();
        jailed.forEach(network -> jail.put(network, BEGIN.plusSeconds(jail.size())));

        BansFact fact = BanReport.of(memory(wanted), new BanJail.Content(jail, List.of(), null));

        Map<String, Instant> enforced =
                fact.enforced().stream().collect(Collectors.toMap(EnforcedBan::network, EnforcedBan::since));
        for (Network network : wanted) {
            assertThat(enforced.get(network.text()))
                    .isEqualTo(jail.entrySet().stream()
                            .filter(held -> held.getKey().contains(network))
                            .map(Map.Entry::getValue)
                            .min(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    /** In a jail of a firewall that others fill, too, or that has lost everything. */
    @Test
    void whatIsTooMuchToReadIsCut() {
        Map<Network, Instant> jail = IntStream.range(0, 70_000)
                .mapToObj(i -> Network.parse("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256)
                        .orElseThrow())
                .collect(Collectors.toMap(network -> network, _ -> BEGIN));

        List<String> unknown = BanReport.of(BanMemory.EMPTY, new BanJail.Content(jail, List.of(), null))
                .unknown();
        String problem = BanReport.of(memory(jail.keySet()), new BanJail.Content(Map.of(), List.of(), null))
                .problem();

        assertThat(unknown).hasSize(501).endsWith("… and 69500 more");
        assertThat(problem).startsWith("wanted and not in the jail: 10.").hasSizeLessThan(5000);
    }

    private static BanMemory memory(Set<Network> wanted) {
        return new BanMemory(
                1,
                wanted.stream()
                        .map(network -> new BanMemory.Wanted(UUID.randomUUID(), network.text()))
                        .toList(),
                BanMemory.texts(wanted),
                List.of());
    }

    /** Few enough bits that ranges often hold each other, and both families. */
    @Provide
    Arbitrary<Set<Network>> networks() {
        Arbitrary<Network> v4 = Combinators.combine(
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(29, 32))
                .as((last, prefix) ->
                        Network.parse("192.0.2." + last + "/" + prefix).orElseThrow());
        Arbitrary<Network> v6 = Combinators.combine(
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(30, 35))
                .as((group, prefix) ->
                        Network.parse("2001:db" + group + "::/" + prefix).orElseThrow());
        return Arbitraries.oneOf(v4, v6).set().ofMaxSize(6);
    }
}
