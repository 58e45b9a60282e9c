package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Pause;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase;
import org.openfoodfacts.brigade.zfssync.domain.TransferState;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;

/** The transfers, open and ended. */
@ApplicationScoped
public class TransferStore {
    private static final String TRY_LOCK =
            "select pg_try_advisory_xact_lock(hashtext(current_schema() || '.transfer'))";

    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.transfer'))";

    private static final String OPEN = "select t.* from transfer t where t.ended_at is null order by t.id for update";

    /** Of each pair the newest transfer. */
    private static final String LATEST = """
            select t.* from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p("sourceNode" text, source text, node text, target text)
            cross join lateral (
              select l.* from transfer l where l.node = p.node and l.target = p.target and l.source_node = p."sourceNode"
                and l.source = p.source order by l.made desc limit 1) t""";

    /** Of each pair the newest transfer that has ended or brought something, where that one failed: one that only tries again, or was cancelled, has mended nothing. */
    private static final String FAILURES = """
            select t.* from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p("sourceNode" text, source text, node text, target text)
            cross join lateral (
              select l.* from transfer l where l.node = p.node and l.target = p.target and l.source_node = p."sourceNode"
                and l.source = p.source and (l.ended_at is not null and l.state <> 'CANCELLED' or l.steps > 0) order by l.made desc limit 1) t
            where t.state = 'FAILED' and not t.told_over""";

    /** Of each pair the newest transfer that has told of its holds, where that told something. */
    private static final String HOLD_PROBLEMS = """
            select t.* from transfer t where t.hold_problem is not null and not exists (
              select 1 from transfer n where n.node = t.node and n.target = t.target and n.source_node = t.source_node
                and n.source = t.source and n.made > t.made and (n.steps > 0 or n.hold_problem is not null))""";

    /** The newest transfers of pairs of which a failure was told and nothing that called it over. */
    private static final String OPEN_FAILURES = """
            select t.* from transfer t where t.ended_at is not null and not t.told_over
              and (t.state = 'FAILED' or t.state = 'CANCELLED' and t.before_reason is not null) and not exists (
                select 1 from transfer n where n.node = t.node and n.target = t.target and n.source_node = t.source_node
                  and n.source = t.source and n.made > t.made)""";

    private static final String PAGE = """
            from TransferEntity where (:anyNode = true or node = :node or sourceNode = :node)
              and (:anyState = true or state = :state) and (:first = true or id < :before) order by id desc""";

    /** Of one node (as source or target) or state when these are not null; older than {@code before}, the newest when that is null. */
    public record Filter(String node, TransferState state, UUID before) {}

    /** Whether this instance is the one that gives turns until the transaction ends. */
    public Uni<Boolean> tryLock(Session session) {
        return session.createNativeQuery(TRY_LOCK, Boolean.class).getSingleResult();
    }

    /** No turn is given until the transaction ends. */
    public Uni<Void> lock(Session session) {
        return session.createNativeQuery(LOCK, Integer.class).getSingleResult().replaceWithVoid();
    }

    public Uni<Boolean> anyQueued(Session session, Instant now) {
        return session.createNativeQuery(
                        "select exists (select 1 from transfer where ended_at is null and state = 'QUEUED' and (not_before <= :now or not_before > :far))",
                        Boolean.class)
                .setParameter("now", now)
                .setParameter("far", now.plus(Pause.LONGEST))
                .getSingleResult();
    }

    /** Those that have not ended, locked. */
    public Uni<List<Transfer>> open(Session session) {
        return session.createNativeQuery(OPEN, TransferEntity.class)
                .getResultList()
                .map(TransferStore::transfers);
    }

    /** Those that have not ended, by the dataset they bring something into; at most one each. */
    public Uni<Map<EndStore.End, Transfer>> openByTarget(Session session) {
        return session.createQuery("from TransferEntity where endedAt is null", TransferEntity.class)
                .getResultList()
                .map(rows -> transfers(rows).stream().collect(toMap(t -> EndStore.End.target(t.pair()), t -> t)));
    }

    /** Of each pair the newest; one that never had any is left out. */
    public Uni<Map<Pair.Key, Transfer>> latest(Session session, Collection<Pair.Key> pairs) {
        return byPair(session, LATEST, pairs);
    }

    /**
     * How bringing the copies fails; one of which nothing fails is left out, and so is one that has ended since the session read it: that is told by
     * what the session knows, for Hibernate hands out the entity it has.
     */
    public Uni<Map<Pair.Key, TransferPhase.Failed>> failures(Session session, Collection<Pair.Key> pairs) {
        return byPair(session, FAILURES, pairs)
                .map(failed -> failed.entrySet().stream()
                        .filter(one -> one.getValue().phase() instanceof TransferPhase.Failed)
                        .collect(toMap(Map.Entry::getKey, one ->
                                (TransferPhase.Failed) one.getValue().phase())));
    }

    /** The newest ones of pairs that stand as failed, when none is open that would tell how it goes on. */
    public Uni<List<Transfer>> openFailures(Session session) {
        return session.createNativeQuery(OPEN_FAILURES, TransferEntity.class)
                .getResultList()
                .map(TransferStore::transfers);
    }

    /**
     * What the sources say against the holds of their copies; those of which nothing is said are left out, and those that Brigade does not bring
     * by itself: what others bring needs none of its holds, and nothing of Brigade's would ever show that the right is there now.
     */
    public Uni<Map<Pair.Key, String>> holdProblems(Session session, Collection<Declared> declared) {
        Set<Pair.Key> pulled = declared.stream()
                .filter(Declared::pulled)
                .map(one -> one.pair().key())
                .collect(toSet());
        return session.createNativeQuery(HOLD_PROBLEMS, TransferEntity.class)
                .getResultList()
                .map(rows -> transfers(rows).stream()
                        .filter(transfer -> pulled.contains(transfer.pair()))
                        .collect(toMap(Transfer::pair, one -> one.tally().holdProblem(), (a, _) -> a)));
    }

    private static Uni<Map<Pair.Key, Transfer>> byPair(Session session, String query, Collection<Pair.Key> pairs) {
        return pairs.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createNativeQuery(query, TransferEntity.class)
                        .setParameter("json", JsonText.write(pairs))
                        .getResultList()
                        .map(rows -> transfers(rows).stream().collect(toMap(Transfer::pair, t -> t)));
    }

    /** Fails when another into the same dataset is open: the database allows one. */
    public Uni<Void> add(Session session, List<Transfer> transfers) {
        return transfers.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.persistAll(transfers.stream().map(TransferEntity::new).toArray())
                        .chain(session::flush);
    }

    /** Null when there is none of this id; locked, so that one of two changes waits. */
    public Uni<Transfer> lock(Session session, UUID id) {
        return one(session.find(TransferEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    public Uni<Transfer> find(Session session, UUID id) {
        return one(session.find(TransferEntity.class, id));
    }

    /** The transfers whose command this is, locked; none when the command is another's. */
    public Uni<List<Transfer>> awaiting(Session session, UUID commandId) {
        return session.createQuery("from TransferEntity where commandId = :command order by id", TransferEntity.class)
                .setParameter("command", commandId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .map(TransferStore::transfers);
    }

    public Uni<Void> advance(Session session, Transfer transfer) {
        return session.find(TransferEntity.class, transfer.id())
                .invoke(row -> row.advance(transfer))
                .replaceWithVoid();
    }

    /** Newest first; ids sort by the time they were made. */
    public Uni<List<Transfer>> list(Session session, Filter filter, int limit) {
        return session.createQuery(PAGE, TransferEntity.class)
                .setParameter("anyNode", filter.node() == null)
                .setParameter("node", filter.node() == null ? "" : filter.node())
                .setParameter("anyState", filter.state() == null)
                .setParameter("state", filter.state() == null ? TransferState.QUEUED : filter.state())
                .setParameter("first", filter.before() == null)
                .setParameter("before", filter.before() == null ? new UUID(0, 0) : filter.before())
                .setMaxResults(limit)
                .getResultList()
                .map(TransferStore::transfers);
    }

    /** Forgets those that ended before, but for the last of each pair: the next one goes on from it. */
    public Uni<Integer> forget(Session session, Instant before) {
        return session.createNativeQuery("""
                        delete from transfer t where t.ended_at < :before and exists (
                          select 1 from transfer n where n.node = t.node and n.target = t.target
                            and n.source_node = t.source_node and n.source = t.source and n.made > t.made)""").setParameter("before", before).executeUpdate();
    }

    private static List<Transfer> transfers(List<TransferEntity> rows) {
        return rows.stream().map(TransferEntity::toTransfer).toList();
    }

    private static Uni<Transfer> one(Uni<TransferEntity> row) {
        return row.onItem().ifNotNull().transform(TransferEntity::toTransfer);
    }
}
