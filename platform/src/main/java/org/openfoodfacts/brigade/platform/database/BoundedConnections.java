package org.openfoodfacts.brigade.platform.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Connections to PostgreSQL that do not outlive the network between the two: what a transaction has locked whose connection is dead would stay locked for those that come
 * over other ones, the next instance of the service among them. ADR 0178
 */
@Singleton
public final class BoundedConnections implements PgPoolCreator {
    /** PostgreSQL's, in milliseconds. */
    private static final List<String> BOUNDS_THERE = List.of("idle_in_transaction_session_timeout", "tcp_user_timeout");

    private final Duration silence;

    /** @param silence how long PostgreSQL keeps a transaction of which it hears nothing, and an answer that nobody takes */
    public BoundedConnections(@ConfigProperty(name = "brigade.database.silence") Duration silence) {
        this.silence = silence;
    }

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> databases =
                input.pgConnectOptionsList().stream().map(this::bounded).toList();
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(databases)
                .using(input.vertx())
                .build();
    }

    private SqlConnectOptions bounded(PgConnectOptions database) {
        BOUNDS_THERE.forEach(bound -> database.addProperty(bound, Long.toString(silence.toMillis())));
        return database.setTcpKeepAlive(true);
    }
}
