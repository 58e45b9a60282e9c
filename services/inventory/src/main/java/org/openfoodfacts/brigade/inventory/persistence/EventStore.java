package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.inventory.domain.EventFilter;
import org.openfoodfacts.brigade.inventory.domain.JournalEntry;

/**
 * The journal. A sequence number is drawn under a lock that is held until the commit, so numbers become visible in their order: who has
 * read up to one number will never find a smaller one later.
 */
@ApplicationScoped
public class EventStore {
    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.event'))";
    private static final String INSERT = "insert into event (source, id, type, node, subject, time, correlation_id,"
            + " causation_id, body) values (:source, :id, :type, :node, :subject, :time, :correlation, :causation, :body)"
            + " on conflict (source, id) do nothing";

    /** Adds the event unless one of the same source and id is there. */
    public Uni<Void> add(Session session, Envelope envelope, String body) {
        return session.createNativeQuery(LOCK, Integer.class)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(INSERT)
                        .setParameter("source", envelope.source())
                        .setParameter("id", envelope.id())
                        .setParameter("type", envelope.type())
                        .setParameter("node", envelope.node())
                        .setParameter("subject", envelope.subject())
                        .setParameter("time", envelope.time())
                        .setParameter("correlation", envelope.trace().correlationId())
                        .setParameter("causation", envelope.trace().causationId())
                        .setParameter("body", body)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The highest number there is; 0 when the journal is empty. */
    public Uni<Long> last(Session session) {
        return session.createQuery("select coalesce(max(sequence), 0) from EventEntity", Long.class)
                .getSingleResult();
    }

    /** Entries above {@code after}, up to {@code upTo}, oldest first. */
    public Uni<List<JournalEntry>> after(Session session, EventFilter filter, long after, long upTo, int limit) {
        return page(session, filter, "sequence > :low and sequence <= :high", "asc", after, upTo, limit);
    }

    /** Entries below {@code before}, newest first. */
    public Uni<List<JournalEntry>> before(Session session, EventFilter filter, long before, int limit) {
        return page(session, filter, "sequence > :low and sequence < :high", "desc", 0, before, limit);
    }

    private static Uni<List<JournalEntry>> page(
            Session session, EventFilter filter, String range, String order, long low, long high, int limit) {
        Map<String, Object> parameters = new HashMap<>(Map.of("low", low, "high", high));
        StringJoiner where = new StringJoiner(" and ").add(range);
        condition(where, parameters, "type in (:types)", "types", filter.types());
        condition(where, parameters, "node = :node", "node", filter.node());
        condition(where, parameters, "time >= :from", "from", filter.from());
        condition(where, parameters, "time < :to", "to", filter.to());
        condition(where, parameters, "correlationId = :correlation", "correlation", filter.correlation());
        SelectionQuery<EventEntity> query = session.createQuery(
                "from EventEntity where " + where + " order by sequence " + order, EventEntity.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(EventEntity::toEntry).toList());
    }

    private static void condition(
            StringJoiner where, Map<String, Object> parameters, String condition, String name, Object value) {
        if (value != null) {
            where.add(condition);
            parameters.put(name, value);
        }
    }

    /** The last entry always stays, so that the numbers never begin anew. */
    public Uni<Integer> forget(Session session, Instant before) {
        return session.createMutationQuery("delete from EventEntity where time < :before"
                        + " and sequence < (select max(newest.sequence) from EventEntity newest)")
                .setParameter("before", before)
                .executeUpdate();
    }
}
