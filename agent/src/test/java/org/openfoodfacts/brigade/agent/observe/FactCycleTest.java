package org.openfoodfacts.brigade.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.bus.SentRecords;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact;
import org.openfoodfacts.brigade.contracts.signing.Signer;

class FactCycleTest {
    private final Outgoing outgoing = new Outgoing();
    private final SentRecords sent = new SentRecords(outgoing);
    private final Seen zfs = new Seen("zfs");
    private final Seen units = new Seen("units");
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void onlyWhatChangedIsSentBetweenTheIntervals() {
        FactCycle cycle = cycle();
        zfs.facts = List.of(new PoolsFact(List.of()), snapshots("tank/a"));
        units.facts = List.of(new UnitsFact(List.of()));
        cycle.observe(true);
        assertThat(sent.take()).hasSize(3);

        cycle.observe(false);
        assertThat(sent.take()).hasSize(3);
        units.facts =
                List.of(new UnitsFact(List.of(new UnitsFact.UnexpectedUnit("x", true, "failed", "failed", null))));
        cycle.observe(false);

        assertThat(sent.all(UnitsFact.class)).hasSize(2);
        assertThat(sent.take()).hasSize(4);
    }

    @Test
    void everyIntervalEverythingIsSentButUnchangedPartsOnlyHourly() {
        FactCycle cycle = cycle();
        zfs.facts = List.of(new PoolsFact(List.of()), snapshots("tank/a"));
        cycle.observe(true);
        sent.take();
        now = now.plusSeconds(60);
        cycle.observe(true);
        sent.take();
        assertThat(sent.all(PoolsFact.class)).hasSize(2);
        assertThat(sent.all(SnapshotsFact.class)).hasSize(1);

        now = now.plus(Duration.ofMinutes(61));
        cycle.observe(true);

        assertThat(sent.all(SnapshotsFact.class)).hasSize(2);
    }

    @Test
    void aClockThatIsSetBackDoesNotSilencePartsUntilItHasCaughtUp() {
        FactCycle cycle = cycle();
        zfs.facts = List.of(snapshots("tank/a"));
        cycle.observe(true);
        sent.take();
        now = now.minus(Duration.ofDays(3));
        cycle.observe(true);
        sent.take();
        now = now.plus(Duration.ofMinutes(61));
        cycle.observe(true);
        sent.take();

        assertThat(sent.all(SnapshotsFact.class)).hasSize(3);
    }

    @Test
    void whatVanishedGetsATombstoneEvenAcrossARestart() {
        zfs.facts = List.of(snapshots("tank/a"), snapshots("tank/b"));
        cycle().observe(true);
        assertThat(sent.tombstones()).isEmpty();

        zfs.facts = List.of(snapshots("tank/a"));
        FactCycle afterRestart = cycle();
        afterRestart.observe(true);

        assertThat(sent.tombstones()).containsExactly("south/snapshots/tank/b");
        afterRestart.observe(true);
        assertThat(sent.tombstones()).hasSize(1);
    }

    @Test
    void whatNoRecordCanHoldIsToldAsNotSeen() {
        FactCycle cycle = cycle();
        zfs.facts = List.of(LargestFact.of(8_000));
        cycle.observe(true);
        assertThat(sent.take()).hasSize(1);
        assertThat(sent.tombstones()).isEmpty();

        zfs.facts = List.of(LargestFact.of(12_000), snapshots("tank/b"));
        cycle.observe(true);
        assertThat(sent.tombstones()).containsExactly("south/snapshots/tank/a");
        assertThat(sent.all(SnapshotsFact.class))
                .extracting(SnapshotsFact::dataset)
                .containsExactly("tank/a", "tank/b");

        zfs.facts = List.of(LargestFact.of(8_000), snapshots("tank/b"));
        cycle.observe(false);
        assertThat(sent.all(SnapshotsFact.class)).hasSize(3);
    }

    @Test
    void aTombstoneGoesOutAgainAfterARestartUntilKafkaHasIt() {
        zfs.facts = List.of(snapshots("tank/a"), snapshots("tank/b"));
        FactCycle cycle = cycle();
        cycle.observe(true);
        sent.take();
        zfs.facts = List.of(snapshots("tank/a"));
        cycle.observe(true);

        assertThat(tombstonesAfterARestart()).containsExactly("south/snapshots/tank/b");
        assertThat(tombstonesAfterARestart()).containsExactly("south/snapshots/tank/b");
        sent.take();
        cycle.observe(true);

        assertThat(tombstonesAfterARestart()).isEmpty();
    }

    @Test
    void whatCameBackAndVanishedAgainIsNotConfirmedByItsFirstTombstone() throws InterruptedException {
        zfs.facts = List.of(snapshots("tank/b"));
        FactCycle cycle = cycle();
        cycle.observe(true);
        sent.take();
        zfs.facts = List.of();
        cycle.observe(true);
        Runnable first = sent.takeOne();
        zfs.facts = List.of(snapshots("tank/b"));
        cycle.observe(true);
        assertThat(tombstonesAfterARestart()).isEmpty();

        zfs.facts = List.of();
        cycle.observe(true);
        first.run();
        cycle.observe(true);

        assertThat(tombstonesAfterARestart()).containsExactly("south/snapshots/tank/b");
    }

    /** Those that an agent sends at its start, with a queue of its own; nothing of this one is settled by that. */
    private List<String> tombstonesAfterARestart() {
        Outgoing next = new Outgoing();
        SentRecords records = new SentRecords(next);
        publisher(next).keepOnly(Set.of("probe zfs", "probe units"));
        return records.tombstones();
    }

    @Test
    void aProbeThatFailsStopsNoOtherAndKeepsItsFacts() {
        FactCycle cycle = cycle();
        zfs.facts = List.of(snapshots("tank/a"));
        units.facts = List.of(new UnitsFact(List.of()));
        cycle.observe(true);
        sent.take();
        zfs.broken = new IllegalStateException("cannot look");
        cycle.observe(true);
        sent.take();
        zfs.broken = new StackOverflowError("a pool in a pool");
        cycle.observe(true);

        assertThat(sent.all(UnitsFact.class)).hasSize(3);
        assertThat(sent.tombstones()).isEmpty();
    }

    @Test
    void theFactsOfAProbeThatIsGoneAreRemoved() {
        zfs.facts = List.of(snapshots("tank/a"));
        cycle().observe(true);

        publisher().keepOnly(Set.of("probe units"));

        assertThat(sent.tombstones()).containsExactly("south/snapshots/tank/a");
    }

    @Test
    void probesAreToldWhatToWatch() {
        cycle().observe(true);

        assertThat(zfs.watched).containsExactly(new Watch(List.of("/srv/x"), List.of(), List.of()));
    }

    @Test
    void aBeatIsDueOncePerIntervalAndAClockSetBackDoesNotSilenceIt() {
        FactCycle.Beat beat = new FactCycle.Beat(Duration.ofMinutes(1), () -> now);

        assertThat(beat.isDue()).isTrue();
        assertThat(beat.isDue()).isFalse();
        now = now.plusSeconds(60);
        assertThat(beat.isDue()).isTrue();
        now = now.minus(Duration.ofDays(1));
        assertThat(beat.isDue()).isTrue();
        assertThat(beat.isDue()).isFalse();
    }

    @Test
    void aLoopRunsAtOnceAndWhenItIsWokenAndSurvivesAFailureAndAnError() {
        AtomicInteger runs = new AtomicInteger();
        try (Loop loop = new Loop("test", Duration.ofHours(1), Duration.ZERO, () -> {
                    switch (runs.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("once");
                        case 2 -> throw new OutOfMemoryError("unable to create native thread");
                        default -> {}
                    }
                })
                .start()) {
            await().until(() -> runs.get() == 1);
            loop.wake();
            await().until(() -> runs.get() == 2);
            loop.wake();
            await().until(() -> runs.get() == 3);
        }
        assertThat(runs.get()).isEqualTo(3);
    }

    @Test
    void wakingALoopManyTimesBeforeThingsHaveSettledIsOneRun() {
        AtomicInteger runs = new AtomicInteger();
        try (Loop loop = new Loop("test", Duration.ofHours(1), Duration.ofSeconds(2), runs::incrementAndGet).start()) {
            await().until(() -> runs.get() == 1);
            for (int i = 0; i < 20; i++) {
                loop.wake();
            }
            await().until(() -> runs.get() == 2);
            loop.wake();
            await().until(() -> runs.get() == 3);
        }
        assertThat(runs.get()).isEqualTo(3);
    }

    private FactCycle cycle() {
        return new FactCycle(
                new Machine(new ProcessExec(), Path.of("/")),
                List.of(zfs, units),
                () -> new Watch(List.of("/srv/x"), List.of(), List.of()),
                publisher());
    }

    private FactPublisher publisher() {
        return publisher(outgoing);
    }

    private FactPublisher publisher(Outgoing to) {
        KeyPair pair = Signer.newKeyPair();
        InstantSource clock = () -> now;
        Messages messages = new Messages("south", new Signer("south", pair.getPrivate(), pair.getPublic()), to, clock);
        return new FactPublisher(messages, PublishedKeys.open(folder.resolve("published.json")), clock);
    }

    private static SnapshotsFact snapshots(String dataset) {
        return new SnapshotsFact(dataset, List.of(), List.of());
    }
}
