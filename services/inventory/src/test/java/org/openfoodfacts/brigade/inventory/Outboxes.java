package org.openfoodfacts.brigade.inventory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** How much the service under test has not sent yet. */
final class Outboxes {
    private Outboxes() {}

    static int rows() throws SQLException {
        Config config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from outbox")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
