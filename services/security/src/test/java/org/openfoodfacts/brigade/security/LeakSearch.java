package org.openfoodfacts.brigade.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** Looks for a secret where none may be: every record of every topic, every row of every table, all that is logged from now on. */
final class LeakSearch {
    private final TestBus bus;
    private final DataSource database;
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    LeakSearch(TestBus bus, DataSource database) {
        this.bus = bus;
        this.database = database;
        Logger.getLogger("").addHandler(listener);
    }

    /** The secret as it is, in base64 and in hexadecimal; {@code expected} is a word that the tables do hold. */
    void assertNowhere(String secret, String expected, String... nodes) throws SQLException {
        Logger.getLogger("").removeHandler(listener);
        String[] forms = forms(secret);
        topics(nodes)
                .forEach(topic -> assertThat(bus.all(topic)).as(topic).allSatisfy(record -> {
                    byte[] body = record.value() == null ? new byte[0] : record.value();
                    assertThat(new String(body, StandardCharsets.UTF_8) + record.headers())
                            .doesNotContain(forms);
                }));
        assertThat(tables()).as("tables").contains(expected).doesNotContain(forms);
        assertThat(String.join("\n", logged)).as("log").doesNotContain(forms);
    }

    /** {@code expected} is a word that the tables do hold. */
    void assertInNoTable(String text, String expected) throws SQLException {
        assertThat(tables()).as("tables").contains(expected).doesNotContain(forms(text));
    }

    private static String[] forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new String[] {
            secret, Base64.getEncoder().encodeToString(bytes), HexFormat.of().formatHex(bytes)
        };
    }

    private static Stream<String> topics(String... nodes) {
        return Stream.of(
                        Stream.of(Topic.values()).map(Topic::topicName),
                        Stream.of(Topic.values()).map(Topic::deadLetters),
                        Stream.of(nodes).map(Topic::commands),
                        Stream.of(nodes).map(Topic::orders))
                .flatMap(names -> names);
    }

    private String tables() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement names = connection.createStatement();
                ResultSet tables = names.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            while (tables.next()) {
                try (Statement rows = connection.createStatement();
                        ResultSet row = rows.executeQuery("select t::text from \"" + tables.getString(1) + "\" t")) {
                    while (row.next()) {
                        all.append(row.getString(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }
}
