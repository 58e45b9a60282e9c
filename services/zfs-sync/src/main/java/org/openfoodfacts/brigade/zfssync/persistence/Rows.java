package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** Columns of native queries as the domain has them, and lists of the domain as native statements take them. */
final class Rows {
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
}
