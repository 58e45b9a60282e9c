package org.openfoodfacts.brigade.platform.messaging;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.List;

/**
 * Which failures tell that the database cannot work now, whatever it is asked, by their SQLSTATE. It may still answer what only reads: with
 * a full disk, or as a read-only server.
 */
final class DatabaseTrouble {
    /**
     * Out of disk, memory or connections; shut down or starting; a system error; read-only; a conflict with others. What a handler may bring
     * about each time is not among them: a query that is cancelled for its length (57014), a failed transaction that is gone on with (25P02).
     */
    private static final List<String> STATES = List.of("53", "57P", "58", "25006", "40001", "40P01");

    private DatabaseTrouble() {}

    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = state(cause);
            if (state != null && STATES.stream().anyMatch(state::startsWith)) {
                return true;
            }
        }
        return false;
    }

    /** Hibernate Reactive makes an {@link SQLException} of most of the client's exceptions, and keeps only the state. */
    private static String state(Throwable cause) {
        return switch (cause) {
            case PgException client -> client.getSqlState();
            case SQLException converted -> converted.getSQLState();
            default -> null;
        };
    }
}
