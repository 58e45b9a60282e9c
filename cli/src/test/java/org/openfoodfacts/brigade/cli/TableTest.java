package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNoLineEndsInBlanks() {
        Table table = new Table("NODE", "S", "ROLES");
        table.row("north1", "online", "storage");
        table.row("a", "lost", "");
        assertThat(printed(table)).isEqualTo("""
                NODE    S       ROLES
                north1  online  storage
                a       lost
                """);
    }

    @Test
    void aTableWithoutRowsIsItsHeadings() {
        assertThat(printed(new Table("ID", "NETWORK"))).isEqualTo("ID  NETWORK\n");
    }

    @Test
    void aCellCannotCommandTheTerminalNorBeginALine() {
        Table table = new Table("NODE", "STATE");
        table.row("\u001b[2Jnorth1\nnorth2", "lost");
        assertThat(printed(table)).isEqualTo("""
                NODE                         STATE
                \\u001b[2Jnorth1\\u000anorth2  lost
                """);
    }

    private static String printed(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}
