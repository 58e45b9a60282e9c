package org.openfoodfacts.brigade.confs.logrotate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Block;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Directive;

class LogrotateTextTest {
    private static final String FILE = "confs/a/logrotate.d/x";
    private static final String TEXT = """
            compress
            /var/log/a/*.log "/var/log/b c.log"
            /var/log/d.log
            {
              weekly
              create 640 root adm
              postrotate
                kill -USR1 $(cat /run/a.pid)
              endscript
            }
            /var/log/e.log { daily
              size=10M
            }
            """;

    @Test
    void blocksAreReadWithTheirPathsDirectivesAndScripts() {
        Parsed<LogrotateFile> parsed = LogrotateText.parse(FILE, TEXT);

        assertThat(parsed.problems()).isEmpty();
        Block first = parsed.value().blocks().getFirst();
        assertThat(first.paths()).containsExactly("/var/log/a/*.log", "/var/log/b c.log", "/var/log/d.log");
        assertThat(first.line()).isEqualTo(2);
        assertThat(first.directives()).contains(new Directive("create", "640 root adm", 6));
        assertThat(first.scripts().getFirst().line()).isEqualTo(8);
        assertThat(parsed.value().blocks().getLast().directives())
                .containsExactly(new Directive("daily", "", 11), new Directive("size", "10M", 12));
    }

    @Test
    void anEndThatIsMissingIsAnError() {
        assertThat(LogrotateText.parse(FILE, "/a {\npostrotate\nx\n").problems())
                .hasSize(2)
                .allMatch(Problem::isError);
    }

    @Property(tries = 1000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(LogrotateText.parse(FILE, text).value()).isNotNull();
    }

    @Test
    void whatIsPrintedParsesToTheSame() {
        String once = LogrotateText.print(LogrotateText.parse(FILE, TEXT).value());

        assertThat(LogrotateText.print(LogrotateText.parse(FILE, once).value())).isEqualTo(once);
        assertThat(LogrotateText.parse(FILE, once).value().blocks()).hasSize(2);
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(TEXT);
    }
}
