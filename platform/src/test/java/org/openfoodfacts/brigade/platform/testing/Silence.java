package org.openfoodfacts.brigade.platform.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A node that accepted a command and falls silent, without the hour that a service waits for its next word. */
public final class Silence {
    private Silence() {}

    /** From now on the service has waited long enough for news of the command, which must be accepted. */
    public static void tooLong(DataSource database, UUID command) {
        String sql = "update command set silence_ms = 1 where id = ? and state = 'ACCEPTED'";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, command);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("the command " + command + " is not accepted");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
