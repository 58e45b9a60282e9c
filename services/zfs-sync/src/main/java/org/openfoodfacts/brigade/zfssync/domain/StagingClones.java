package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
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

    /** How a unit of a consumer is told of. */
    static String unit(DeclaredConsumer consumer, String unit) {
        return consumer.node() + "/" + unit;
    }

    /** The consumers with only those of their units that are among these, as {@code node/unit}; none that has no such unit. */
    List<DeclaredConsumer> only(List<String> units) {
        return consumers().stream()
                .flatMap(consumer -> only(consumer, units).stream())
                .toList();
    }

    static Optional<DeclaredConsumer> only(DeclaredConsumer consumer, List<String> units) {
        List<String> among = consumer.units().stream()
                .filter(unit -> units.contains(unit(consumer, unit)))
                .toList();
        return among.isEmpty() ? Optional.empty() : Optional.of(new DeclaredConsumer(consumer.node(), among));
    }

    /** What the set's last refresh, null for none, left down of those that are its consumers still; as {@code node/unit}. */
    public List<String> leftDown(Refresh last) {
        return last == null
                ? List.of()
                : only(last.progress().trouble().down()).stream()
                        .flatMap(consumer -> consumer.units().stream().map(unit -> unit(consumer, unit)))
                        .toList();
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
            LocalDate today = LocalDate.ofInstant(now, zone);
            Instant turn = turn(today, time, zone);
            return turn.isAfter(now) ? turn : turn(today.plusDays(1), time, zone);
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
            LocalDate today = LocalDate.ofInstant(now, zone);
            Instant turn = turn(today, time, zone);
            return turn.isAfter(now) ? turn(today.minusDays(1), time, zone) : turn;
        });
    }

    /** Once a day: the first of two hours where the clock goes back, an hour later where it leaves one out. */
    private static Instant turn(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(zone).toInstant();
    }

    private Optional<LocalTime> schedule() {
        return Optional.ofNullable(declared.schedule()).map(LocalTime::parse);
    }
}
