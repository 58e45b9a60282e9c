package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot.Input;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot.Step;

class ExpiringSnapshotTest {
    private static final Instant TAKEN = Instant.parse("2026-11-24T06:00:00Z");
    private static final Instant END = TAKEN.plus(Duration.ofHours(1));
    private static final Input FREE = look(new Sighting.Present(null));
    private static final Input HELD = look(new Sighting.Present("held by keep"));

    private final ExpiringSnapshot fresh = new ExpiringSnapshot(
            new UUID(0, 1),
            "north1",
            new ExpiringSnapshot.Ref("tank/a", "brigade_x", "42", TAKEN),
            new Purpose("why", END),
            Fate.fresh());

    private static Input look(Sighting sighting) {
        return new Input.Look(sighting, "tank/a");
    }

    /** What may happen in a minute of a snapshot's life. */
    enum Happening {
        NOTHING,
        HOLD,
        RELEASE,
        REPORT_DONE,
        REPORT_FAILED,
        REPORT_REFUSED,
        OLD_REPORT_FAILED,
        FACTS_MISSING,
        POOL_AWAY,
        DESTROYED_BY_HAND
    }

    @Provide
    Arbitrary<List<Happening>> lives() {
        return Arbitraries.of(Happening.class).list().ofMinSize(1).ofMaxSize(200);
    }

    @Property
    void neverAHeldOneNeverTwoAtOnceNeverBeforeItsEnd(@ForAll("lives") List<Happening> life) {
        Life run = new Life(fresh);
        life.forEach(run::minute);
        assertThat(run.violations).isEmpty();
    }

    /** Whatever happened before: once reports come again it is destroyed, or it is held and says so. */
    @Property
    void inTheEndItIsGoneOrReportedKept(@ForAll("lives") List<Happening> life, @ForAll boolean heldAtLast) {
        Life run = new Life(fresh);
        life.forEach(run::minute);
        run.held = heldAtLast;
        for (int i = 0; i < 200; i++) {
            run.minute(Happening.NOTHING);
            run.minute(heldAtLast ? Happening.REPORT_REFUSED : Happening.REPORT_DONE);
        }
        Fate fate = run.snapshot.fate();
        assertThat(run.violations).isEmpty();
        assertThat(fate.isEnd() || (heldAtLast && fate instanceof Fate.Kept))
                .as("%s", fate)
                .isTrue();
    }

    @Example
    void anExpiredSnapshotIsDestroyedByNameAndGuid() {
        Step step = fresh.step(FREE, END);
        assertThat(step.command().dataset()).isEqualTo("tank/a");
        assertThat(step.command().snapshots())
                .singleElement()
                .satisfies(s -> assertThat(s.name() + " " + s.guid()).isEqualTo("brigade_x 42"));
        UUID command = new UUID(0, 7);
        Step done = step.next().sent(command).step(new Input.DestroyDone(command, 4096), END.plusSeconds(1));
        assertThat(done.next().fate()).isEqualTo(new Fate.Destroyed(END.plusSeconds(1), 4096));
        assertThat(done.events())
                .containsExactly(new ZfsEvent.SnapshotDestroyed("north1", "tank/a", "brigade_x", "why", 4096, command));
    }

    @Example
    void aHoldKeepsItAndIsToldOnceUntilItIsGone() {
        Step kept = fresh.step(HELD, END);
        assertThat(kept.command()).isNull();
        assertThat(kept.events()).singleElement().isInstanceOf(ZfsEvent.SnapshotDestroyFailed.class);
        Instant next = END.plus(ExpiringSnapshot.SECOND_LOOK);
        assertThat(kept.next().step(HELD, next).events()).isEmpty();
        assertThat(kept.next().step(FREE, next).command()).isNotNull();
    }

    @Example
    void aFailureIsToldOnceAndTriedAgainLaterAndLater() {
        ExpiringSnapshot snapshot = fresh;
        Instant now = END;
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            UUID command = new UUID(1, i);
            Step failed = snapshot.step(FREE, now)
                    .next()
                    .sent(command)
                    .step(new Input.DestroyFailed(command, false, "TOOL_FAILED: busy"), now);
            assertThat(failed.events()).hasSize(i == 0 ? 1 : 0);
            snapshot = failed.next();
            Instant next = ((Fate.Waiting) snapshot.fate()).notBefore();
            waits.add(Duration.between(now, next));
            assertThat(snapshot.step(FREE, next.minusMillis(1)).command()).isNull();
            now = next;
        }
        assertThat(waits).isSorted().startsWith(Duration.ofMinutes(1), Duration.ofMinutes(2));
        assertThat(waits.getLast()).isEqualTo(ExpiringSnapshot.LONGEST_BACKOFF);
    }

    @Example
    void whatIsAwayIsLookedForAgainAndUnderTheNameThatItHasThen() {
        Step away = fresh.step(look(new Sighting.Away()), END);
        assertThat(away.command()).isNull();
        assertThat(away.events()).isEmpty();
        Instant next = ((Fate.Waiting) away.next().fate()).notBefore();
        assertThat(next).isEqualTo(END.plus(ExpiringSnapshot.SECOND_LOOK));
        assertThat(away.next()
                        .step(new Input.Look(new Sighting.Present(null), "tank/renamed"), next)
                        .command()
                        .dataset())
                .isEqualTo("tank/renamed");
        assertThat(((Fate.Waiting) away.next()
                                .step(look(new Sighting.Away()), next)
                                .next()
                                .fate())
                        .notBefore())
                .isEqualTo(next.plus(ExpiringSnapshot.SECOND_LOOK));
    }

    @Example
    void aRefusalIsToldOnceUntilItIsAnother() {
        List<String> told = new ArrayList<>();
        ExpiringSnapshot snapshot = fresh;
        Instant now = END;
        for (String why :
                List.of("FORBIDDEN: not here", "FORBIDDEN: not here", "PRECONDITION: held", "FORBIDDEN: not here")) {
            UUID command = new UUID(2, now.getEpochSecond());
            Step refused = snapshot.step(FREE, now)
                    .next()
                    .sent(command)
                    .step(new Input.DestroyFailed(command, true, why), now);
            refused.events().forEach(event -> told.add(((ZfsEvent.SnapshotDestroyFailed) event).detail()));
            snapshot = refused.next();
            now = ((Fate.Kept) snapshot.fate()).notBefore();
        }
        assertThat(told).containsExactly("FORBIDDEN: not here", "PRECONDITION: held", "FORBIDDEN: not here");
    }

    @Example
    void aReportThatComesAfterTheCommandWasGivenUpStillCounts() {
        UUID first = new UUID(0, 1);
        UUID second = new UUID(0, 2);
        ExpiringSnapshot again = fresh.sent(first)
                .step(new Input.DestroyFailed(first, false, "EXPIRED"), END)
                .next()
                .sent(second);
        assertThat(again.step(new Input.DestroyFailed(first, false, "late"), END)
                        .next())
                .isEqualTo(again);
        ExpiringSnapshot gone = again.step(new Input.DestroyDone(first, 1), END).next();
        assertThat(gone.fate()).isInstanceOf(Fate.Destroyed.class);
        assertThat(gone.step(new Input.DestroyFailed(second, true, "no such snapshot"), END)
                        .events())
                .isEmpty();
    }

    /** A node and its facts, minute by minute, with a record of every rule broken. */
    private static final class Life {
        private final List<String> violations = new ArrayList<>();
        private ExpiringSnapshot snapshot;
        private Instant now = TAKEN;
        private boolean held;
        private boolean there = true;
        private int commands;

        Life(ExpiringSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        void minute(Happening happening) {
            now = now.plus(Duration.ofMinutes(5));
            UUID current = new UUID(9, commands);
            switch (happening) {
                case HOLD -> held = true;
                case RELEASE -> held = false;
                case DESTROYED_BY_HAND -> there = false;
                case REPORT_DONE -> report(new Input.DestroyDone(current, 1));
                case REPORT_FAILED -> report(new Input.DestroyFailed(current, false, "TOOL_FAILED"));
                case REPORT_REFUSED -> report(new Input.DestroyFailed(current, true, "PRECONDITION: held"));
                case OLD_REPORT_FAILED -> take(new Input.DestroyFailed(new UUID(9, commands - 1L), false, "old"));
                case NOTHING, FACTS_MISSING, POOL_AWAY -> {}
            }
            take(look(sighting(happening)));
        }

        /** Only a command that was sent can be reported on. */
        private void report(Input input) {
            if (snapshot.fate() instanceof Fate.Destroying) {
                take(input);
            }
        }

        private Sighting sighting(Happening happening) {
            if (happening == Happening.FACTS_MISSING && !held) {
                return new Sighting.Unknown();
            }
            if (happening == Happening.POOL_AWAY) {
                return new Sighting.Away();
            }
            return there ? new Sighting.Present(held ? "held by keep" : null) : new Sighting.Absent();
        }

        private void take(Input input) {
            boolean underWay = snapshot.fate() instanceof Fate.Destroying;
            boolean ended = snapshot.fate().isEnd();
            Step step = snapshot.step(input, now);
            snapshot = step.next();
            if (step.command() == null) {
                return;
            }
            check(!underWay, "a second destroy at " + now);
            check(!ended, "a destroy of what is gone at " + now);
            check(!held, "a destroy of a held one at " + now);
            check(!now.isBefore(END), "a destroy before its end at " + now);
            commands++;
            snapshot = snapshot.sent(new UUID(9, commands));
        }

        private void check(boolean holds, String violation) {
            if (!holds) {
                violations.add(violation);
            }
        }
    }
}
