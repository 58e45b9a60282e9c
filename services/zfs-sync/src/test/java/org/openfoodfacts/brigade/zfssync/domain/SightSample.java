package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Needs.Need;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Relative;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Surroundings;

/** A pair {@code a:tank/x} → {@code b:copy/x}, made step by step. */
final class SightSample {
    static final Pair.Key PAIR = new Pair.Key("a", "tank/x", "b", "copy/x");
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final List<Snapshot> source = new ArrayList<>();
    private final List<Snapshot> target = new ArrayList<>();
    private boolean sourceExists = true;
    private boolean targetExists = true;
    private boolean targetTold = true;
    private long written;
    private boolean encrypted;
    private boolean hadCopy = true;
    private boolean forced;
    private TransferPhase.Failed failure;
    private String holdProblem;
    private List<String> below = List.of();
    private List<String> aside = List.of();
    private Room room = new Room(1L << 40, 1L << 40);
    private boolean poolShown = true;
    private List<Relative> relatives = List.of();
    private List<Need> needs = List.of();

    /** With the number's guid and age, and so many bytes written. */
    static Snapshot snapshot(String name, int number, Long writtenBytes, List<String> holds, List<String> clones) {
        return new Snapshot(
                name,
                Integer.toString(number),
                number,
                START.plusSeconds(60L * number),
                0,
                holds,
                clones,
                null,
                writtenBytes);
    }

    static Snapshot snapshot(int number) {
        return snapshot("s" + number, number, 100L, List.of(), List.of());
    }

    SightSample source(Snapshot... snapshots) {
        source.addAll(List.of(snapshots));
        return this;
    }

    SightSample target(Snapshot... snapshots) {
        target.addAll(List.of(snapshots));
        return this;
    }

    SightSample both(int... numbers) {
        for (int number : numbers) {
            source.add(snapshot(number));
            target.add(snapshot(number));
        }
        return this;
    }

    SightSample noSource() {
        sourceExists = false;
        return this;
    }

    SightSample noTarget() {
        targetExists = false;
        return this;
    }

    SightSample written(long bytes) {
        written = bytes;
        return this;
    }

    SightSample encryptedSource() {
        encrypted = true;
        return this;
    }

    SightSample broughtBySyncoid() {
        forced = true;
        return this;
    }

    SightSample neverCopied() {
        hadCopy = false;
        return this;
    }

    SightSample failed(String reason, String detail) {
        failure = new TransferPhase.Failed(START, reason, detail);
        return this;
    }

    SightSample holdsRefused(String said) {
        holdProblem = said;
        return this;
    }

    SightSample below(String... names) {
        below = List.of(names);
        return this;
    }

    SightSample aside(String... names) {
        aside = List.of(names);
        return this;
    }

    SightSample room(Long untilFullBytes) {
        room = untilFullBytes == null ? null : new Room(1L << 40, untilFullBytes);
        return this;
    }

    SightSample poolAway() {
        poolShown = false;
        return room(null);
    }

    SightSample relatives(Relative... found) {
        relatives = List.of(found);
        return this;
    }

    SightSample withoutListOfTheCopy() {
        targetTold = false;
        return this;
    }

    /** Beside these pairs, which may have the copy as an end, too. */
    SightSample beside(Pair... others) {
        needs = Needs.of(List.of(others)).ofOthers(pair());
        return this;
    }

    /** {@code c:far/x}, brought from the copy, stands at the snapshot of this guid; null for none. */
    static Pair onward(String guid) {
        return pair(
                new Pair.Side("b", "copy/x", true, null, null),
                new Pair.Side("c", "far/x", true, null, null),
                guid,
                false);
    }

    static Pair pair(Pair.Side source, Pair.Side target, String common, boolean forced) {
        return new Pair(
                source,
                target,
                new DeclaredPull.Origin("b", "confs/b/sanoid/syncoid-args.conf", 3),
                common == null ? null : new Pair.Common("s" + common, common, START),
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                forced);
    }

    private Pair pair() {
        return pair(
                new Pair.Side("a", "tank/x", sourceExists, null, START),
                new Pair.Side("b", "copy/x", targetExists, null, targetTold ? START : null),
                null,
                forced);
    }

    Sight sight() {
        return new Sight(
                pair(),
                sourceExists ? new DatasetState(true, source, List.of(), null, 0, encrypted) : DatasetState.MISSING,
                targetExists ? new DatasetState(true, target, List.of(), null, written, false) : DatasetState.MISSING,
                hadCopy,
                failure,
                holdProblem,
                room,
                poolShown,
                new Surroundings(targetExists ? "77" : null, below, aside, relatives, needs));
    }
}
