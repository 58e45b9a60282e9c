package org.openfoodfacts.brigade.agent.tools.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BanPlanTest {
    @Property
    void afterThePlanEverythingWantedIsCoveredAndNoTwoOverlap(
            @ForAll("networks") Set<Network> wanted,
            @ForAll("networks") Set<Network> byHand,
            @ForAll("networks") Set<Network> before) {
        Set<Network> jail = union(BanPlan.widest(union(byHand, before)), Set.of());
        Set<Network> after = apply(BanPlan.of(wanted, jail, before, Set.of()), jail);

        assertThat(wanted).allMatch(network -> after.stream().anyMatch(held -> held.contains(network)));
        assertThat(after).allMatch(one -> after.stream().noneMatch(other -> !one.equals(other) && other.contains(one)));
    }

    @Property
    void nothingIsBannedThatNobodyAskedFor(
            @ForAll("networks") Set<Network> wanted,
            @ForAll("networks") Set<Network> byHand,
            @ForAll("networks") Set<Network> before) {
        Set<Network> jail = BanPlan.widest(union(byHand, before));
        BanPlan plan = BanPlan.of(wanted, jail, before, Set.of());

        assertThat(apply(plan, jail)).isSubsetOf(union(wanted, plan.byHand()));
        assertThat(plan.byHand()).noneMatch(wanted::contains);
    }

    @Property
    void aBanByHandOutlivesEveryOrder(
            @ForAll("networks") Set<Network> first,
            @ForAll("networks") Set<Network> second,
            @ForAll("networks") Set<Network> byHand) {
        Set<Network> jail = BanPlan.widest(byHand);
        BanPlan one = BanPlan.of(first, jail, Set.of(), Set.of());
        Set<Network> afterOne = apply(one, jail);
        BanPlan two = BanPlan.of(second, afterOne, first, one.byHand());
        Set<Network> afterTwo = apply(two, afterOne);
        BanPlan none = BanPlan.of(Set.of(), afterTwo, union(first, second), two.byHand());
        Set<Network> end = apply(none, afterTwo);

        Set<Network> neverAsked = jail.stream()
                .filter(network -> !first.contains(network) && !second.contains(network))
                .collect(Collectors.toSet());
        assertThat(neverAsked).allMatch(network -> end.stream().anyMatch(held -> held.contains(network)));
        assertThat(end).isSubsetOf(neverAsked);
    }

    @Property
    void aPlanThatWasCarriedOutLeavesNothingToDo(
            @ForAll("networks") Set<Network> wanted, @ForAll("networks") Set<Network> byHand) {
        Set<Network> jail = BanPlan.widest(byHand);
        BanPlan plan = BanPlan.of(wanted, jail, Set.of(), Set.of());

        assertThat(BanPlan.of(wanted, apply(plan, jail), wanted, plan.byHand()).isNothing())
                .isTrue();
    }

    /** Few enough bits that ranges often hold each other. */
    @Provide
    Arbitrary<Set<Network>> networks() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(29, 32))
                .as((last, prefix) ->
                        Network.parse("192.0.2." + last + "/" + prefix).orElseThrow())
                .set()
                .ofMaxSize(5);
    }

    private static Set<Network> apply(BanPlan plan, Set<Network> jail) {
        Set<Network> after = new HashSet<>(jail);
        after.removeAll(plan.lift());
        after.addAll(plan.ban());
        return after;
    }

    private static Set<Network> union(Set<Network> some, Set<Network> others) {
        Set<Network> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }
}
