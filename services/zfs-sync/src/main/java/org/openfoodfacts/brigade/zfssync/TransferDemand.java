package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferInput;
import org.openfoodfacts.brigade.zfssync.domain.TransferStart;
import org.openfoodfacts.brigade.zfssync.domain.TransferWish;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Makes transfers: of the copies that {@code zfs.pull} gives to Brigade as soon as they are behind, and of those that a person asks for. */
@ApplicationScoped
public class TransferDemand {
    private final Outbox outbox;
    private final TransferStore transfers;
    private final PairStore pairs;
    private final PairStateStore states;
    private final EndStore ends;
    private final ZfsSyncConfig config;
    private final Clock clock;

    TransferDemand(
            Outbox outbox,
            TransferStore transfers,
            PairStore pairs,
            PairStateStore states,
            EndStore ends,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.transfers = transfers;
        this.pairs = pairs;
        this.states = states;
        this.ends = ends;
        this.config = config;
        this.clock = clock;
    }

    /** Within the pairs' lock. What is up to date, under way, outside its window, or failed a short while ago is left alone. */
    Uni<Void> ofPolicy(Session session, List<Declared> all) {
        LocalTime timeOfDay = LocalTime.ofInstant(clock.instant(), ZoneId.of(config.policyZone()));
        List<Pair.Key> behind = all.stream()
                .filter(declared -> declared.pulled()
                        && isBehind(declared.pair())
                        && declared.pair().terms().allows(timeOfDay))
                .map(declared -> declared.pair().key())
                .distinct()
                .toList();
        return behind.isEmpty() ? Uni.createFrom().voidItem() : ofPairs(session, behind);
    }

    private Uni<Void> ofPairs(Session session, List<Pair.Key> behind) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transfers
                .openByTarget(session)
                .chain(open -> transfers
                        .latest(session, behind)
                        .chain(latest -> unlessInSync(
                                        session,
                                        behind.stream()
                                                .filter(key -> !open.containsKey(End.target(key)))
                                                .filter(key -> !latest.containsKey(key)
                                                        || latest.get(key).mayBeFollowed(now))
                                                .toList())
                                .chain(keys -> transfers.add(
                                        session,
                                        oneEach(keys).stream()
                                                .map(key -> made(key, latest.get(key), null, null, now))
                                                .toList()))));
    }

    /** Of two pairs with one target, which no file should declare, the first: the other has its turn when that has ended. */
    private static Collection<Pair.Key> oneEach(List<Pair.Key> keys) {
        Map<End, Pair.Key> byTarget = new LinkedHashMap<>();
        keys.forEach(key -> byTarget.putIfAbsent(End.target(key), key));
        return byTarget.values();
    }

    /** The facts show a snapshot that the copy lacks; whether it is of a kind that travels is for the planner. */
    private static boolean isBehind(Pair pair) {
        return pair.source().node() != null
                && pair.source().exists()
                && (pair.common() == null
                        ? pair.source().newest() != null
                        : pair.behind().snapshots() > 0);
    }

    private Uni<List<Pair.Key>> unlessInSync(Session session, List<Pair.Key> keys) {
        return ends.inSync(session, keys)
                .map(inSync ->
                        keys.stream().filter(key -> !inSync.contains(key)).toList());
    }

    private static Transfer made(Pair.Key key, Transfer latest, String by, String correlationId, Instant now) {
        UUID id = Ids.next();
        Transfer.Standing before = latest == null ? Transfer.Standing.GOOD : latest.standing();
        return Transfer.of(
                id, key, new Transfer.Asked(by, now, correlationId == null ? id.toString() : correlationId, before));
    }

    /** Has the copies brought up to date once, whoever else does it usually; one that is under way already is what was asked for, also when somebody has begun to end it. */
    public Uni<TransferStart> ask(TransferWish wish, String by, String correlationId) {
        Optional<Objection> malformed = wish.objection();
        if (malformed.isPresent()) {
            return Uni.createFrom().item(new TransferStart.Refused(malformed.get()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return outbox.inTransaction(session -> states.lock(session)
                .chain(() -> pairs.declared(session))
                .chain(all -> {
                    List<Declared> wanted = all.stream()
                            .filter(declared -> wish.isAbout(declared.pair()))
                            .toList();
                    String objection = objection(wish, wanted);
                    return objection != null
                            ? Uni.createFrom().item(new TransferStart.Refused(new Objection("dataset", objection)))
                            : begin(session, wanted, by, correlationId, now);
                }));
    }

    /**
     * After a repair, whoever brings the copy usually: one that is open already is what is wanted. With the pairs' lock, so that what failed before is
     * called over by the sweep or by the new one, never by both; who holds that lock waits for no repair and no command.
     */
    Uni<Void> follow(Session session, Pair.Key pair, String by, String correlationId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return states.lock(session)
                .chain(() -> lockOpen(session))
                .chain(open -> open.containsKey(End.target(pair))
                        ? transfers.advance(session, hurried(open.get(End.target(pair)), by, now))
                        : transfers
                                .latest(session, List.of(pair))
                                .chain(latest -> transfers.add(
                                        session, List.of(made(pair, latest.get(pair), by, correlationId, now)))));
    }

    private Uni<Map<End, Transfer>> lockOpen(Session session) {
        return transfers
                .open(session)
                .map(open -> open.stream().collect(toMap(transfer -> End.target(transfer.pair()), one -> one)));
    }

    private static Transfer hurried(Transfer open, String by, Instant now) {
        return open.step(new TransferInput.Hurried(by), now).next();
    }

    private static String objection(TransferWish wish, List<Declared> wanted) {
        if (wanted.isEmpty()) {
            return "no syncoid-args.conf brings " + wish.dataset() + " to " + wish.node() + "; GET pairs?node="
                    + wish.node() + " lists what is brought there";
        }
        for (Declared declared : wanted) {
            Pair pair = declared.pair();
            if (pair.source().node() == null) {
                return pair.target().dataset()
                        + " comes from a host that no declared node is, so nobody tells what it has; add its address to fleet.yaml";
            }
            if (declared.transport().objection() != null) {
                return pair.origin().file() + ":" + pair.origin().line() + " asks for what Brigade does not do: "
                        + declared.transport().objection();
            }
        }
        return null;
    }

    private Uni<TransferStart> begin(
            Session session, List<Declared> wanted, String by, String correlationId, Instant now) {
        List<Pair.Key> keys = wanted.stream()
                .map(declared -> declared.pair().key())
                .distinct()
                .toList();
        return lockOpen(session)
                .chain(open -> transfers.latest(session, keys).chain(latest -> {
                    List<Transfer> made = oneEach(keys).stream()
                            .filter(key -> !open.containsKey(End.target(key)))
                            .map(key -> made(key, latest.get(key), by, correlationId, now))
                            .toList();
                    List<Transfer> waiting = keys.stream()
                            .map(key -> open.get(End.target(key)))
                            .filter(Objects::nonNull)
                            .distinct()
                            .map(transfer -> hurried(transfer, by, now))
                            .toList();
                    List<Transfer> all = new ArrayList<>(made);
                    all.addAll(waiting);
                    all.sort(Comparator.comparing(transfer -> transfer.pair().target()));
                    return transfers
                            .add(session, made)
                            .chain(() -> Sequence.each(waiting, next -> transfers.advance(session, next)))
                            .replaceWith(new TransferStart.Started(all));
                }));
    }
}
