package org.openfoodfacts.brigade.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What becomes of rows that were written before a migration, in a schema that is taken back. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class OlderRowsIT {
    private static final List<String> BEFORE = List.of(
            "V0_1__platform", "V0_2__lost_commands", "V1__security", "V2__counted_refusals", "V3__claimed_sealing_key");

    @Inject
    DataSource database;

    @Test
    void olderRotationsComeInTheOrderOfTheirIdsAndNewOnesBehindThem() throws Exception {
        assertThat(after("""
                insert into psk_rotation (id, tunnel, ends, key_id, state, asked_by, asked_at) values
                    ('01900000-0000-7000-8000-000000000002', 't', '{}', 'second', 'DONE', 'x', now()),
                    ('01900000-0000-7000-8000-000000000001', 't', '{}', 'first', 'DONE', 'x', now())""", """
                insert into psk_rotation (id, tunnel, ends, key_id, state, asked_by, asked_at)
                    values ('01900000-0000-7000-8000-000000000000', 't', '{}', 'third', 'DONE', 'x', now())""", "select key_id from psk_rotation order by ordinal"))
                .containsExactly("first", "second", "third");
    }

    @Test
    void keysThatWereKeptSealedAreTakenOut() throws Exception {
        assertThat(after("""
                insert into command (id, node, type, subject, state, sent_by, sent_at, deadline, result) values
                    ('01900000-0000-7000-8000-000000000001', 'n', 't', 's', 'DONE', 'x', now(), now(),
                        '{"result":"psk-issued","keyId":"k","recipient":"c","sealedKey":"c2V\\u0000\\"hb/+A=="}'),
                    ('01900000-0000-7000-8000-000000000002', 'n', 't', 's', 'DONE', 'x', now(), now(),
                        '{"result":"psk-installed","keyId":"k"}')""", "", "select result from command order by id"))
                .containsExactly(
                        "{\"result\":\"psk-issued\",\"keyId\":\"k\",\"recipient\":\"c\"}",
                        "{\"result\":\"psk-installed\",\"keyId\":\"k\"}");
    }

    /** What the query finds when these rows were there before, and those were added after. */
    private List<String> after(String older, String newer, String query) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create schema older");
            statement.execute("set local search_path to older");
            for (String migration : BEFORE) {
                statement.execute(script(migration));
            }
            statement.execute(older);
            statement.execute(script("V4__order_of_rotations"));
            statement.execute(newer);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            connection.rollback();
            return found;
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream sql = OlderRowsIT.class.getResourceAsStream("/db/migration/" + name + ".sql")) {
            return new String(Objects.requireNonNull(sql, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
