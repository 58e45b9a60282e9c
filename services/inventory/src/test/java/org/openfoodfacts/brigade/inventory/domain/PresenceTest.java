package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeLost;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeReturned;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.inventory.domain.Presence.State;

class PresenceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PresenceFact MINUTELY = fact(Duration.ofMinutes(1));

    @Test
    void itIsLostAfterThreeIntervalsOfSilenceAndNotBefore() {
        Presence online = Presence.first("a", MINUTELY, START).next();

        assertThat(online.silent(START.plusSeconds(179), START).events()).isEmpty();
        assertThat(online.silent(START.plusSeconds(180), START).events()).containsExactly(new NodeLost("a", START));
    }

    @Test
    void silenceThatNobodyCouldHearDoesNotCount() {
        Presence online = Presence.first("a", MINUTELY, START).next();
        Instant restart = START.plusSeconds(3600);

        assertThat(online.silent(restart.plusSeconds(179), restart).events()).isEmpty();
        assertThat(online.silent(restart.plusSeconds(180), restart).events()).hasSize(1);
    }

    @Test
    void aSignOfLifeThatIsItselfOldBringsNobodyBack() {
        Presence lost = Presence.first("a", MINUTELY, START)
                .next()
                .silent(START.plusSeconds(600), START)
                .next();

        Presence.Step old = lost.seen(MINUTELY, START.plusSeconds(60), START.plusSeconds(601));
        Presence.Step young = lost.seen(MINUTELY, START.plusSeconds(601), START.plusSeconds(602));

        assertThat(old.next().state()).isEqualTo(State.LOST);
        assertThat(old.events()).isEmpty();
        assertThat(young.events())
                .containsExactly(new NodeReturned("a", START.plusSeconds(600), START.plusSeconds(601)));
    }

    @Test
    void anIntervalOutOfReasonIsBounded() {
        assertThat(Presence.first("a", fact(null), START).next().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Presence.first("a", fact(Duration.ofDays(9999)), START)
                        .next()
                        .interval())
                .isEqualTo(Duration.ofDays(1));
        assertThat(Presence.first("a", fact(Duration.ofSeconds(-5)), START)
                        .next()
                        .interval())
                .isEqualTo(Duration.ofMillis(100));
    }

    /** An input some time after the one before: a sign of life that was {@code age} seconds on its way, or a sweep. */
    record Input(int after, boolean sweep, int age) {}

    @Property
    void lostAndReturnedAlternateAndReplayChangesNothing(@ForAll("inputs") List<Input> inputs) {
        Presence presence = Presence.first("a", MINUTELY, START).next();
        List<InventoryEvent> events = new ArrayList<>();
        Instant now = START;
        for (Input input : inputs) {
            now = now.plusSeconds(input.after());
            Instant at = now.minusSeconds(input.age());
            Presence.Step step = input.sweep() ? presence.silent(now, START) : presence.seen(MINUTELY, at, now);
            Presence.Step again =
                    input.sweep() ? step.next().silent(now, START) : step.next().seen(MINUTELY, at, now);
            assertThat(again.events()).isEmpty();
            assertThat(again.next()).isEqualTo(step.next());
            assertThat(step.next().lastSeen()).isAfterOrEqualTo(presence.lastSeen());
            events.addAll(step.events());
            presence = step.next();
            assertThat(presence.lostSince() != null).isEqualTo(presence.state() == State.LOST);
        }
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i)).isInstanceOf(i % 2 == 0 ? NodeLost.class : NodeReturned.class);
        }
        assertThat(events.size() % 2 == 1).isEqualTo(presence.state() == State.LOST);
    }

    @Provide
    Arbitrary<List<Input>> inputs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 300))
                .as(Input::new)
                .list()
                .ofMaxSize(30);
    }

    private static PresenceFact fact(Duration interval) {
        return new PresenceFact("1.0", START, interval, false);
    }
}
