package org.openfoodfacts.brigade.zfssync.persistence;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Columns of native queries as the domain has them. */
final class Rows {
    private Rows() {}

    /** Null for a null. */
    static Instant instant(Object column) {
        return column == null ? null : ((OffsetDateTime) column).toInstant();
    }
}
