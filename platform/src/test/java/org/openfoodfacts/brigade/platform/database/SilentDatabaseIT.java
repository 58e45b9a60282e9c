package org.openfoodfacts.brigade.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A network that drops what is sent over the connections there are, without a word to either end; new ones come through. */
@ExtendWith(RequiresDocker.class)
class SilentDatabaseIT {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final String UPDATE = "update t set n = n + 1";
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer(
            DockerImageName.parse("brigade/postgres:test").asCompatibleSubstituteFor("postgres"));
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        POSTGRES.start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        if (vertx != null) {
            vertx.close();
        }
        POSTGRES.stop();
    }

    @Test
    void whatADeadConnectionHasLockedIsFreeAgainSoon() throws Exception {
        try (DroppingProxy proxy = proxy()) {
            Pool pool = pool(proxy.port());
            get(pool.query("create table t as select 1 as n").execute());
            SqlConnection dead = get(pool.getConnection());
            get(dead.begin());
            get(dead.query(UPDATE).execute());

            proxy.dropWhatIsOpen();

            Pool direct = pool(POSTGRES.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
            Future<?> next = direct.query("set lock_timeout = '50s'; " + UPDATE).execute();
            get(next);
            assertThat(get(direct.query("select n from t").execute())
                            .iterator()
                            .next()
                            .getInteger(0))
                    .as("what was not committed is undone")
                    .isEqualTo(2);
            get(direct.close());
        }
    }

    private static DroppingProxy proxy() throws IOException {
        return new DroppingProxy(POSTGRES.getHost(), POSTGRES.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
    }

    private static <T> T get(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Pool pool(int port) {
        PgConnectOptions database = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(POSTGRES.getDatabaseName())
                .setUser(POSTGRES.getUsername())
                .setPassword(POSTGRES.getPassword());
        return new BoundedConnections(SILENCE).create(new PgPoolCreator.Input() {
            @Override
            public Vertx vertx() {
                return vertx;
            }

            @Override
            public PoolOptions poolOptions() {
                return new PoolOptions();
            }

            @Override
            public List<PgConnectOptions> pgConnectOptionsList() {
                return List.of(database);
            }
        });
    }
}
