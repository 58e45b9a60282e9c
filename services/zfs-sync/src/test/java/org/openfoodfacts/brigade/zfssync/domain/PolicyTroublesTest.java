package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PolicyFailed;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.zfssync.domain.PolicyTroubles.Ordered;

class PolicyTroublesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final List<DatasetPolicy> POLICIES = new PolicyMap(List.of(), Set.of())
            .of(
                    new NodePolicies("n", "f", "[tank/a]\n[tank/b]\n[tank/c]\n", List.of("tank/a", "tank/b")),
                    List.of("tank/a", "tank/b", "tank/c"));

    @Test
    void anOrderThatNobodyFollowsIsTroubleAfterAWhile() {
        assertThat(PolicyTroubles.of(POLICIES, null, null, NOW)).isEmpty();
        assertThat(PolicyTroubles.of(POLICIES, null, ordered(1, 39), NOW)).isEmpty();
        assertThat(PolicyTroubles.of(POLICIES, null, ordered(1, 41), NOW)).containsOnlyKeys("tank/a", "tank/b");
    }

    @Test
    void anAgentThatStoppedIsTroubleAlthoughItsLastRoundWasGood() {
        Ordered ordered = ordered(1, 9 * 24 * 60);
        assertThat(PolicyTroubles.of(POLICIES, ran(NOW.minus(Duration.ofMinutes(20)), null), ordered, NOW))
                .isEmpty();
        assertThat(PolicyTroubles.of(POLICIES, ran(NOW.minus(Duration.ofMinutes(41)), null), ordered, NOW))
                .containsEntry("tank/a", "its agent has not followed the policy since 2026-11-24T11:19:00Z");
    }

    @Test
    void whatKeptTheAgentFromLookingIsTroubleOfAllAndADatasetsOwnOnlyItsOwn() {
        PoliciesFact blind = new PoliciesFact(1, NOW, List.of(), "zfs list: did not end in time");
        assertThat(PolicyTroubles.of(POLICIES, blind, ordered(1, 0), NOW))
                .containsEntry("tank/a", "zfs list: did not end in time")
                .containsOnlyKeys("tank/a", "tank/b");
        assertThat(PolicyTroubles.of(POLICIES, ran(NOW, "busy"), ordered(1, 0), NOW))
                .isEqualTo(Map.of("tank/a", "busy"));
    }

    /** As one does whose disk is full: it goes on with the order that it has. */
    @Test
    void anAgentThatFollowsAnOlderOrderIsTroubleAfterAWhileAlthoughItsRoundsAreGood() {
        assertThat(PolicyTroubles.of(POLICIES, ran(NOW, null), ordered(2, 39), NOW))
                .isEmpty();
        assertThat(PolicyTroubles.of(POLICIES, ran(NOW, null), ordered(2, 41), NOW))
                .containsOnlyKeys("tank/a", "tank/b")
                .containsEntry(
                        "tank/a",
                        "its agent has not taken the order of 2026-11-24T11:19:00Z and follows an older one; its log says why");
    }

    @Test
    void whatWasToldOfADatasetWhosePoolIsAwayHolds() {
        Map<String, String> before = Map.of("tank/a", "busy", "tank/b", "busy");

        assertThat(PolicyTroubles.withThoseAway(Map.of("tank", "gone"), before, List.of("tank/a", "tank/c")))
                .isEqualTo(Map.of("tank", "gone", "tank/a", "busy"));
    }

    @Property
    void eachTroubleIsToldOnceWhenItBeginsAndOnceWhenItEnds(
            @ForAll @Size(max = 30) List<Map<@IntRange(max = 4) Integer, Boolean>> history) {
        Map<String, String> stored = Map.of();
        Map<String, Integer> open = new HashMap<>();
        for (Map<Integer, Boolean> moment : history) {
            Map<String, String> after = new HashMap<>();
            moment.forEach((dataset, inTrouble) -> {
                if (inTrouble) {
                    after.put("tank/" + dataset, "why " + history.indexOf(moment));
                }
            });
            for (ZfsEvent event : PolicyTroubles.changes("n", stored, after, NOW)) {
                String dataset = event instanceof PolicyFailed failed
                        ? failed.dataset()
                        : ((ZfsEvent.PolicyRecovered) event).dataset();
                int balance = open.merge(dataset, event instanceof PolicyFailed ? 1 : -1, Integer::sum);
                assertThat(balance).isBetween(0, 1);
            }
            stored = after;
            assertThat(open.entrySet().stream()
                            .filter(entry -> entry.getValue() == 1)
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(after.keySet());
        }
    }

    private static Ordered ordered(long generation, long minutesAgo) {
        return new Ordered(generation, NOW.minus(Duration.ofMinutes(minutesAgo)));
    }

    private static PoliciesFact ran(Instant at, String problem) {
        return new PoliciesFact(1, at, List.of(new PolicyRun("tank/a", List.of(), 0, 0, 0, problem)), null);
    }
}
