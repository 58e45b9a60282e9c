package org.openfoodfacts.brigade.zfssync;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.CommandState;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.CommandsConfig;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.Moment;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.Refresh.Asked;
import org.openfoodfacts.brigade.zfssync.domain.Refresh.Plan;
import org.openfoodfacts.brigade.zfssync.domain.Refresh.Step;
import org.openfoodfacts.brigade.zfssync.domain.RefreshCommands;
import org.openfoodfacts.brigade.zfssync.domain.RefreshInput;
import org.openfoodfacts.brigade.zfssync.domain.RefreshInput.How;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase;
import org.openfoodfacts.brigade.zfssync.domain.RefreshStart;
import org.openfoodfacts.brigade.zfssync.domain.RefreshTrouble;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;
import org.openfoodfacts.brigade.zfssync.persistence.ClonesStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.RefreshStore;

/**
 * Takes staging clones to another moment, when somebody asks or their schedule does. Row, command and event of each step are one transaction, so a
 * crash anywhere resumes.
 */
@ApplicationScoped
public class RefreshService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final ClonesStore clones;
    private final DatasetStore datasets;
    private final RefreshStore refreshes;
    private final ZfsMeters meters;
    private final Mutiny.SessionFactory sessions;
    private final ZfsSyncConfig config;
    private final CommandsConfig retention;
    private final Clock clock;

    RefreshService(
            Outbox outbox,
            Commands commands,
            ClonesStore clones,
            DatasetStore datasets,
            RefreshStore refreshes,
            ZfsMeters meters,
            Mutiny.SessionFactory sessions,
            ZfsSyncConfig config,
            CommandsConfig retention,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.clones = clones;
        this.datasets = datasets;
        this.refreshes = refreshes;
        this.meters = meters;
        this.sessions = sessions;
        this.config = config;
        this.retention = retention;
        this.clock = clock;
    }

    /** @param by null when the schedule asks */
    public Uni<RefreshStart> refresh(String name, String by, String correlationId) {
        return outbox.inTransaction(session -> clones.lock(session, name)
                .chain(set -> set == null
                        ? Uni.createFrom().item(new RefreshStart.Unknown("there are no staging clones '" + name + "'"))
                        : refreshes
                                .underWay(session, name)
                                .chain(open -> open != null
                                        ? Uni.createFrom().item(new RefreshStart.UnderWay(open))
                                        : begin(session, set, by, correlationId))));
    }

    private Uni<RefreshStart> begin(Session session, StagingClones set, String by, String correlationId) {
        return datasets.snapshots(session, set.node(), set.sources())
                .chain(snapshots -> Moment.newest(set.sources(), snapshots, set.kind())
                        .map(moment -> plan(session, set, moment)
                                .chain(plan -> begin(session, set, by, correlationId, plan))
                                .<RefreshStart>map(RefreshStart.Started::new))
                        .orElseGet(() -> Uni.createFrom().item(new RefreshStart.Impossible(noMoment(set)))));
    }

    private Uni<Plan> plan(Session session, StagingClones set, Moment moment) {
        return leftovers(session, set)
                .chain(left -> refreshes
                        .latest(session)
                        .map(latest -> new Plan(moment, left, set.leftDown(latest.get(set.name())))));
    }

    private static String noMoment(StagingClones set) {
        String kind = set.declared().snapshots();
        return "there is no moment of which all of " + String.join(", ", set.sources()) + " on " + set.node()
                + " have a snapshot" + (kind == null ? "" : " of the kind " + kind);
    }

    /** What an earlier refresh set aside and could not destroy; fresh clones that were left are dealt with when they are made. */
    private Uni<List<Doomed>> leftovers(Session session, StagingClones set) {
        List<String> names = set.clones().stream()
                .map(clone -> StagingClones.before(clone.target()))
                .toList();
        return clones.places(session, set.node(), names)
                .map(places -> places.values().stream()
                        .map(place -> new Doomed(place.dataset(), place.guid()))
                        .toList());
    }

    private Uni<Refresh> begin(Session session, StagingClones set, String by, String correlationId, Plan plan) {
        UUID id = Ids.next();
        Instant now = now();
        Asked asked = new Asked(by, now, correlationId == null ? id.toString() : correlationId);
        Step step = Refresh.begin(id, set, asked, plan, now);
        return refreshes.add(session, step.next()).chain(() -> carryOut(session, step));
    }

    @Override
    public boolean mayHaveSent(TrackedCommand command) {
        return command.isOneOf(RefreshCommands.KINDS);
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return refreshes
                .awaiting(session, command.id())
                .chain(refresh -> refresh == null
                        ? Uni.createFrom().voidItem()
                        : carryOut(session, refresh.step(ended(command), now())).replaceWithVoid());
    }

    private static RefreshInput ended(TrackedCommand command) {
        CommandView.Failure failure = command.view().failure();
        if (failure == null && command.result().isPresent()) {
            return new RefreshInput.Succeeded(command.id(), command.result().get());
        }
        String reason = failure == null ? "NO_RESULT" : failure.reason();
        return new RefreshInput.Broken(
                command.id(),
                reason,
                failure == null ? "the command ended without a result" : failure.detail(),
                how(command.view().state(), reason),
                command.reported().orElse(null));
    }

    private static How how(CommandState state, String reason) {
        return switch (state) {
            case REFUSED -> How.REFUSED;
            case EXPIRED, LOST -> How.UNHEARD;
            default -> reason.equals(CommandFailed.Reason.CUT_SHORT.name()) ? How.CUT_SHORT : How.FAILED;
        };
    }

    private Uni<Refresh> carryOut(Session session, Step step) {
        Refresh next = step.next();
        Trace trace = Trace.of(next.asked().correlationId());
        Uni<Refresh> sent = step.command() == null
                ? Uni.createFrom().item(next)
                : commands.send(session, sending(step, trace)).map(next::sent);
        return sent.call(then -> refreshes.advance(session, then))
                .call(then -> step.event() == null
                        ? Uni.createFrom().voidItem()
                        : outbox.event(session, step.event(), then.set().node(), Subjects.of(step.event()), trace));
    }

    private Commands.Sending sending(Step step, Trace trace) {
        Refresh refresh = step.next();
        String by = refresh.asked().by();
        return new Commands.Sending(
                step.node(),
                step.command(),
                refresh.set().name(),
                by == null ? Service.ZFS_SYNC.id() : by,
                config.patience(),
                trace);
    }

    @Scheduled(every = "${brigade.zfs-sync.clones-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant now = clock.instant();
        ZoneId zone = ZoneId.of(config.policyZone());
        return sessions.withSession(session -> clones.all(session)
                        .chain(all -> clones.scheduledSince(session)
                                .chain(since -> refreshes
                                        .latest(session)
                                        .invoke(latest -> meters.clones(
                                                all.stream()
                                                        .flatMap(set -> Stream.ofNullable(latest.get(set.name())))
                                                        .toList(),
                                                now))
                                        .map(latest -> turns(all, since, latest, now, zone)))))
                .chain(turns -> Sequence.each(turns, turn -> take(turn, now, zone)));
    }

    /** {@code last} is the set's newest refresh, null before the first; {@code missed} is null when it is this set's turn now. */
    private record Turn(StagingClones set, Refresh last, Instant missed) {}

    private static List<Turn> turns(
            List<StagingClones> all,
            Map<String, Instant> since,
            Map<String, Refresh> latest,
            Instant now,
            ZoneId zone) {
        return all.stream()
                .filter(set -> latest.get(set.name()) == null
                        || !(latest.get(set.name()).phase() instanceof RefreshPhase.Acting))
                .flatMap(set -> {
                    Refresh last = latest.get(set.name());
                    Instant asked = asked(last);
                    return set.isDue(asked, now, zone)
                            ? Stream.of(new Turn(set, last, null))
                            : set
                                    .missedTurn(asked, since.getOrDefault(set.name(), now), now, zone)
                                    .map(missed -> new Turn(set, last, missed))
                                    .stream();
                })
                .toList();
    }

    private Uni<Void> take(Turn turn, Instant now, ZoneId zone) {
        StagingClones set = turn.set();
        if (turn.missed() != null) {
            return giveUp(
                    turn,
                    "TURN_MISSED",
                    "its turn at " + turn.missed() + " passed without one: zfs-sync was away, or one was under way");
        }
        return refresh(set.name(), null, null)
                .chain(start -> start instanceof RefreshStart.Impossible(String why) && set.isLastCall(now, zone)
                        ? giveUp(turn, "NO_COMMON_MOMENT", why)
                        : Uni.createFrom().voidItem());
    }

    /** Copies that are late may still come until its hour is over. Another instance may have given up first. */
    private Uni<Void> giveUp(Turn turn, String reason, String why) {
        UUID id = Ids.next();
        Instant now = now();
        String set = turn.set().name();
        RefreshTrouble trouble = RefreshTrouble.inVain(reason, why, turn.set().leftDown(turn.last()));
        Step step = Refresh.inVain(id, turn.set(), new Asked(null, now, id.toString()), trouble, now);
        return outbox.inTransaction(session -> clones.lock(session, set)
                .chain(() -> refreshes.latest(session))
                .chain(latest -> Objects.equals(asked(latest.get(set)), asked(turn.last()))
                        ? refreshes
                                .add(session, step.next())
                                .chain(() -> carryOut(session, step))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem()));
    }

    private static Instant asked(Refresh latest) {
        return latest == null ? null : latest.asked().at();
    }

    @Scheduled(
            every = "${brigade.commands.prune-every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return sessions.withTransaction((session, tx) ->
                        refreshes.forget(session, clock.instant().minus(retention.retention())))
                .replaceWithVoid();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
