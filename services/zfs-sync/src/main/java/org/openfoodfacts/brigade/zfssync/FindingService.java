package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.FindingChanges;
import org.openfoodfacts.brigade.zfssync.domain.FindingChanges.Found;
import org.openfoodfacts.brigade.zfssync.domain.FindingRecord;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.Pause;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlanner;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;
import org.openfoodfacts.brigade.zfssync.persistence.FindingStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;
import org.openfoodfacts.brigade.zfssync.persistence.SightStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Tells what keeps copies from being brought up to date, and has repaired by itself what nothing is lost by. */
@ApplicationScoped
public class FindingService {
    /** A copy that needs the same again this soon is for a person to look at. */
    private static final Duration NOT_AGAIN_FOR = Duration.ofHours(1);

    private final Outbox outbox;
    private final FindingStore findings;
    private final SightStore sights;
    private final TransferStore transfers;
    private final RepairStore repairs;
    private final RepairService repair;
    private final RenameGuard guard;
    private final ZfsMeters meters;
    private final ZfsSyncConfig config;

    FindingService(
            Outbox outbox,
            FindingStore findings,
            SightStore sights,
            TransferStore transfers,
            RepairStore repairs,
            RepairService repair,
            RenameGuard guard,
            ZfsMeters meters,
            ZfsSyncConfig config) {
        this.outbox = outbox;
        this.findings = findings;
        this.sights = sights;
        this.transfers = transfers;
        this.repairs = repairs;
        this.repair = repair;
        this.guard = guard;
        this.meters = meters;
        this.config = config;
    }

    /** Within the pairs' lock. Only pairs that something seems wrong with are looked at closely. */
    Uni<Void> look(Session session, List<Declared> declared, Map<Pair.Key, PairRecord> seen, Instant now) {
        Map<Pair.Key, Pair> pairs = new LinkedHashMap<>();
        declared.forEach(one -> pairs.putIfAbsent(one.pair().key(), one.pair()));
        List<Pair.Key> behind = pairs.values().stream()
                .filter(pair -> pair.behind().snapshots() > 0)
                .map(Pair::key)
                .toList();
        return busy(session)
                .chain(busy -> transfers
                        .holdProblems(session, declared)
                        .chain(problems -> transfers
                                .failures(session, behind)
                                .map(failures -> pairs.values().stream()
                                        .filter(pair -> !busy.contains(End.target(pair.key())))
                                        .filter(pair -> pair.isSuspect()
                                                || failures.containsKey(pair.key())
                                                || problems.containsKey(pair.key()))
                                        .toList())
                                .chain(looked -> plans(
                                        session, looked, pairs.values(), new SightStore.Told(seen, problems), now)))
                        .chain(plans -> tell(session, declared, pairs, busy, plans, now)));
    }

    private Uni<Map<Pair.Key, RepairPlan>> plans(
            Session session, List<Pair> looked, Collection<Pair> all, SightStore.Told told, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return sights.of(
                        session,
                        looked,
                        List.copyOf(all),
                        told,
                        config.poolFull(),
                        sight -> RepairPlanner.plan(sight, today).filter(plan -> plan.isFor(sight.pair())))
                .chain(plans -> guard.guard(session, plans))
                .map(plans -> plans.stream().collect(toMap(RepairPlan::pair, plan -> plan)));
    }

    /** The copies into which something is being received, or which are being repaired. */
    private Uni<Set<End>> busy(Session session) {
        return transfers
                .openByTarget(session)
                .chain(open -> repairs.underRepair(session).map(repaired -> {
                    Set<End> busy = new HashSet<>(repaired);
                    open.forEach((end, transfer) -> {
                        if (transfer.phase() instanceof TransferPhase.Pulling) {
                            busy.add(end);
                        }
                    });
                    return busy;
                }));
    }

    private Uni<Void> tell(
            Session session,
            List<Declared> declared,
            Map<Pair.Key, Pair> pairs,
            Set<End> busy,
            Map<Pair.Key, RepairPlan> plans,
            Instant now) {
        Map<Pair.Key, Found> found = new LinkedHashMap<>();
        pairs.forEach((key, pair) -> {
            if (!busy.contains(End.target(key))) {
                found.put(key, new Found(pair, plans.get(key)));
            }
        });
        List<Pair.Key> under = pairs.keySet().stream()
                .filter(key -> busy.contains(End.target(key)))
                .toList();
        return findings.all(session).chain(before -> {
            FindingChanges changes = FindingChanges.of(before, found, under, config.findingPatience(), now);
            Map<Pair.Key, FindingRecord> told = told(before, changes);
            meters.findings(told.values());
            return findings.store(session, changes.stored())
                    .chain(() -> findings.remove(session, changes.gone()))
                    .chain(() -> Sequence.each(changes.events(), event -> event(session, event)))
                    .chain(() -> repairByItself(session, declared, told, plans, now));
        });
    }

    private static Map<Pair.Key, FindingRecord> told(Map<Pair.Key, FindingRecord> before, FindingChanges changes) {
        Map<Pair.Key, FindingRecord> told = new HashMap<>(before);
        changes.stored().forEach(stored -> told.put(stored.key(), stored));
        changes.gone().forEach(told::remove);
        told.values().removeIf(record -> !record.told());
        return told;
    }

    private Uni<Void> event(Session session, ZfsEvent.OfCopy event) {
        return outbox.event(session, event, event.copy().node(), Subjects.of(event), Trace.NONE);
    }

    /** Of the copies that {@code zfs.pull} gives to Brigade only: what others bring is theirs to mend. */
    private Uni<Void> repairByItself(
            Session session,
            List<Declared> declared,
            Map<Pair.Key, FindingRecord> told,
            Map<Pair.Key, RepairPlan> plans,
            Instant now) {
        List<RepairPlan> harmless = declared.stream()
                .filter(Declared::pulled)
                .map(one -> one.pair().key())
                .distinct()
                .filter(key -> told.containsKey(key) && told.get(key).hasStood(config.findingPatience(), now))
                .map(plans::get)
                .filter(plan -> plan != null && plan.goesByItself())
                .toList();
        return repairs.latest(session, harmless.stream().map(RepairPlan::pair).toList())
                .chain(latest -> Sequence.each(
                        harmless.stream()
                                .filter(plan -> isLongAgo(latest.get(plan.pair()), now))
                                .toList(),
                        plan -> repair.beginUnlessBusy(session, plan, null, null, now)
                                .replaceWithVoid()));
    }

    private static boolean isLongAgo(Repair latest, Instant now) {
        return latest == null
                || Pause.hasPassed(NOT_AGAIN_FOR, latest.approved().at(), now);
    }
}
