package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Pair;

/** Columns of native queries as the domain has them, and lists of the domain as native statements take them. */
final class Rows {
    private static final String PAIRS = """
            where (source_node, source, node, target) in (
              select "sourceNode", source, node, target from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                "sourceNode" text, source text, node text, target text))""";

    private Rows() {}

    /** Null for a null. */
    static Instant instant(Object column) {
        return column == null ? null : ((OffsetDateTime) column).toInstant();
    }

    /** Runs a statement that takes its items as {@code :json}, unless there are none. */
    static Uni<Void> write(Session session, String statement, List<?> items) {
        return items.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(statement)
                        .setParameter("json", JsonText.write(items))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Deletes the rows of these pairs from a table whose key they are. */
    static Uni<Void> forget(Session session, String table, List<Pair.Key> pairs) {
        return write(session, "delete from " + table + "\n" + PAIRS, pairs);
    }
}
