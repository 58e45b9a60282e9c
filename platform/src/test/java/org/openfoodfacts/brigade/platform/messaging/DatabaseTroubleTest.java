package org.openfoodfacts.brigade.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;

class DatabaseTroubleTest {
    @Test
    void whatTheDatabaseCannotDoForAnybodyIsItsOwnTrouble() {
        assertThat(Stream.of("53100", "53300", "57P01", "57P03", "58030", "25006", "40001", "40P01"))
                .allSatisfy(state -> {
                    assertThat(DatabaseTrouble.isCauseOf(client(state))).isTrue();
                    assertThat(DatabaseTrouble.isCauseOf(wrapped(state))).isTrue();
                });
    }

    @Test
    void whatAHandlerMayBringAboutEachTimeIsNot() {
        assertThat(Stream.of("23505", "22021", "42P01", "57014", "25P02", "XX000"))
                .allSatisfy(state -> {
                    assertThat(DatabaseTrouble.isCauseOf(client(state))).isFalse();
                    assertThat(DatabaseTrouble.isCauseOf(wrapped(state))).isFalse();
                });
        assertThat(DatabaseTrouble.isCauseOf(new SQLException("without a state")))
                .isFalse();
        assertThat(DatabaseTrouble.isCauseOf(new IllegalStateException("a bug")))
                .isFalse();
    }

    private static Throwable client(String state) {
        return new PgException("it failed", "ERROR", state, null);
    }

    /** As Hibernate Reactive hands it on. */
    private static Throwable wrapped(String state) {
        return new CompletionException(new GenericJDBCException("failed", new SQLException("it failed", state)));
    }
}
