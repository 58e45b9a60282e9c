package org.openfoodfacts.brigade.suite.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.launch.Secrets;

/** One database; in it, for each service, a role that owns a schema of its own and sees no other. May run at every start. */
final class DatabaseSetup {
    private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(30);
    /** What it answers while it starts, and for as long as it recovers after a crash, which cutting short would only begin anew (SQLSTATE, PostgreSQL appendix A). */
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private final int port;
    private final Secrets secrets;
    private final Consumer<String> says;
    private final Duration patience;

    /** @param says is told what is waited for when that takes longer than a start does */
    DatabaseSetup(int port, Secrets secrets, Consumer<String> says) {
        this(port, secrets, says, UNTIL_IT_ANSWERS);
    }

    DatabaseSetup(int port, Secrets secrets, Consumer<String> says, Duration patience) {
        this.port = port;
        this.secrets = secrets;
        this.says = says;
        this.patience = patience;
    }

    void run() {
        try {
            try (Connection server = connectPatiently();
                    Statement statement = server.createStatement()) {
                if (!exists(statement, "pg_database WHERE datname = '" + Postgres.DATABASE + "'")) {
                    statement.execute("CREATE DATABASE " + Postgres.DATABASE);
                }
            }
            try (Connection database = connect(Postgres.DATABASE);
                    Statement statement = database.createStatement()) {
                statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
                for (Service service : Service.values()) {
                    prepare(statement, service);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be prepared: " + e.getMessage(), e);
        }
    }

    private void prepare(Statement statement, Service service) throws SQLException {
        String role = '"' + service.id() + '"';
        if (!exists(statement, "pg_roles WHERE rolname = '" + service.id() + "'")) {
            statement.execute(
                    "CREATE ROLE " + role + " LOGIN PASSWORD '" + secrets.of("postgres." + service.id()) + "'");
            statement.execute("ALTER ROLE " + role + " SET search_path = " + role);
        }
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + role + " AUTHORIZATION " + role);
    }

    private static boolean exists(Statement statement, String where) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + where)) {
            return rows.next();
        }
    }

    private Connection connectPatiently() throws SQLException {
        Instant end = Instant.now().plus(patience);
        boolean told = false;
        while (true) {
            try {
                return connect("postgres");
            } catch (SQLException e) {
                boolean late = Instant.now().isAfter(end);
                if (late && !CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
                    throw e;
                }
                if (late && !told) {
                    says.accept(
                            "PostgreSQL is not ready yet: " + e.getMessage() + "; after a crash that may take minutes");
                    told = true;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", secrets.of("postgres"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
