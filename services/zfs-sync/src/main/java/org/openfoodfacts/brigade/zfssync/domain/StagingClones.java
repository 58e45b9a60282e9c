package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;

/** A declared set of staging clones: the names it uses, and when its turn is. */
public record StagingClones(DeclaredClones declared) {
    /** A refresh that was missed by more than this waits for the next day: people work on what would be stopped. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final Duration LAST_CALL = Duration.ofMinutes(5);

    private static final String NEXT = ".next";
    private static final String BEFORE = ".before";

    public String name() {
        return declared.name();
    }

    public String node() {
        return declared.node();
    }

    public List<DeclaredClone> clones() {
        return declared.clones();
    }

    public List<DeclaredConsumer> consumers() {
        return declared.consumers();
    }

    public List<String> sources() {
        return clones().stream().map(DeclaredClone::source).toList();
    }

    /** What a clone is called until it takes its place. */
    public static String next(String target) {
        return target + NEXT;
    }

    /** What the one that had the place is called until it is destroyed. */
    public static String before(String target) {
        return target + BEFORE;
    }

    /** Null for any. */
    public SnapshotKind kind() {
        return Optional.ofNullable(declared.snapshots())
                .flatMap(word -> List.of(SnapshotKind.values()).stream()
                        .filter(kind -> kind.word().equals(word))
                        .findFirst())
                .orElse(null);
    }

    /** The first time its turn comes after {@code now}; empty when it has no schedule. */
    public Optional<Instant> nextTurn(Instant now, ZoneId zone) {
        return schedule().map(time -> {
            ZonedDateTime today = now.atZone(zone).with(time);
            return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
        });
    }

    /** Whether it is its turn for some minutes more only. */
    public boolean isLastCall(Instant now, ZoneId zone) {
        return isDue(null, now, zone) && !isDue(null, now.plus(LAST_CALL), zone);
    }

    /** Whether it is its turn and it was not asked for since that came; {@code asked} is when it last was, null for never. */
    public boolean isDue(Instant asked, Instant now, ZoneId zone) {
        return lastTurn(now, zone)
                .filter(last -> now.isBefore(last.plus(GRACE)) && (asked == null || asked.isBefore(last)))
                .isPresent();
    }

    /** Its last turn, when that passed and it was not asked for since; {@code since} is when it came to have its schedule. */
    public Optional<Instant> missedTurn(Instant asked, Instant since, Instant now, ZoneId zone) {
        return lastTurn(now, zone)
                .filter(last -> !now.isBefore(last.plus(GRACE))
                        && !since.isAfter(last)
                        && (asked == null || asked.isBefore(last)));
    }

    private Optional<Instant> lastTurn(Instant now, ZoneId zone) {
        return schedule().map(time -> {
            ZonedDateTime today = now.atZone(zone).with(time);
            return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
        });
    }

    private Optional<LocalTime> schedule() {
        return Optional.ofNullable(declared.schedule()).map(LocalTime::parse);
    }
}
