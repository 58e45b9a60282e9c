package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.PAIR;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyUnblocked;
import org.openfoodfacts.brigade.zfssync.domain.Finding.Kind;
import org.openfoodfacts.brigade.zfssync.domain.FindingChanges.Found;

/** A copy comes, but the source lets nobody hold what it goes on from. */
class HoldRefusedTest {
    private static final String SAID = "cannot hold: permission denied";
    private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");

    private final Map<Pair.Key, FindingRecord> stored = new HashMap<>();

    @Test
    void itIsFoundOfACopyThatIsUpToDateAndOfOneThatIsBehind() {
        assertThat(plan(both())).get().satisfies(plan -> {
            assertThat(plan.finding().kind()).isEqualTo(Kind.HOLD_REFUSED);
            assertThat(plan.finding().words()).endsWith(": " + SAID);
            assertThat(plan.obstacle())
                    .startsWith("let the user that pulls hold and release: zfs allow")
                    .contains("tank/x on a");
            assertThat(plan.deeds()).isEmpty();
            assertThat(plan.goesByItself()).isFalse();
        });
        assertThat(kind(both().source(snapshot(2)))).isEqualTo(Kind.HOLD_REFUSED);
    }

    @Test
    void whatKeepsTheCopyBackIsSaidFirst() {
        assertThat(kind(both().source(snapshot(2)).failed("NO_SPACE", "out of space")))
                .isEqualTo(Kind.NO_SPACE);
        assertThat(kind(both().written(5))).isEqualTo(Kind.TARGET_WRITTEN);
    }

    @Test
    void itIsToldOnceAndWhenALaterPullSaysNothing() {
        assertThat(look(both(), NOW)).isEmpty();
        assertThat(look(both(), NOW.plusSeconds(30)))
                .singleElement()
                .isInstanceOfSatisfying(CopyBlocked.class, event -> {
                    assertThat(event.finding().kind()).isEqualTo("HOLD_REFUSED");
                    assertThat(event.repairable()).isFalse();
                });
        assertThat(look(both(), NOW.plusSeconds(60))).isEmpty();

        assertThat(look(both().holdsRefused(null), NOW.plusSeconds(90)))
                .singleElement()
                .isInstanceOf(CopyUnblocked.class);
    }

    private List<ZfsEvent.OfCopy> look(SightSample sample, Instant at) {
        Found found = new Found(sample.sight().pair(), plan(sample).orElse(null));
        FindingChanges changes = FindingChanges.of(stored, Map.of(PAIR, found), List.of(), Duration.ofSeconds(30), at);
        changes.stored().forEach(record -> stored.put(record.key(), record));
        changes.gone().forEach(stored::remove);
        return changes.events();
    }

    private static SightSample both() {
        return new SightSample().both(1).holdsRefused(SAID);
    }

    private static Kind kind(SightSample sample) {
        return plan(sample).orElseThrow().finding().kind();
    }

    private static Optional<RepairPlan> plan(SightSample sample) {
        return RepairPlanner.plan(sample.sight(), LocalDate.of(2026, 11, 29));
    }
}
