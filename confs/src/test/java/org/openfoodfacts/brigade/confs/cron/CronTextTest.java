package org.openfoodfacts.brigade.confs.cron;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.cron.CronTable.Job;
import org.openfoodfacts.brigade.confs.cron.CronTable.Variable;

class CronTextTest {
    private static final String FILE = "confs/a/cron.d/x";
    private static final String TABLE = """
            # m h dom mon dow user command
            MAILTO="root@example.org"
            PATH = /bin:/usr/bin

            */5 0-6,12 * jan mon-fri  www-data  cd /srv && x=1 ./run --a
            @daily root /bin/a
            """;

    @Test
    void variablesAndJobsAreReadWithTheirLines() {
        Parsed<CronTable> parsed = CronText.parse(FILE, TABLE);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().variables())
                .containsExactly(
                        new Variable("MAILTO", "root@example.org", 2), new Variable("PATH", "/bin:/usr/bin", 3));
        assertThat(parsed.value().jobs())
                .containsExactly(
                        new Job("*/5 0-6,12 * jan mon-fri", "www-data", "cd /srv && x=1 ./run --a", 5),
                        new Job("@daily", "root", "/bin/a", 6));
    }

    @Test
    void aUsersTableHasNoUserColumn() {
        assertThat(CronText.parse("confs/a/crontabs/root", "0 1 * * * /bin/a b\n")
                        .value()
                        .jobs())
                .containsExactly(new Job("0 1 * * *", "", "/bin/a b", 1));
    }

    @Test
    void aFileThatCronDirectoriesLinkToHasUsersWhereverItStands() {
        assertThat(CronText.parse("confs/common/jobs/x", "0 1 * * * root /bin/a b\n")
                        .value()
                        .jobs())
                .containsExactly(new Job("0 1 * * *", "root", "/bin/a b", 1));
        assertThat(CronText.isCronFile("confs/a/crontab")).isTrue();
        assertThat(CronText.isCronFile("confs/a/root/crontab"))
                .as("whose it is is not known")
                .isFalse();
    }

    @Test
    void aUserThatIsACommandIsAWarning() {
        assertThat(CronText.parse(FILE, "0 1 * * * tar cf /a.tar /b\n0 2 * * * backup run\n")
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.isError()).isFalse();
                    assertThat(problem.line()).isEqualTo(1);
                });
    }

    @Test
    void whatMakesCronIgnoreTheFileIsAnError() {
        Parsed<CronTable> parsed = CronText.parse(FILE, "0 1 * * * /bin/a b\nevery day\n0 1 * * * root /bin/a");

        assertThat(parsed.problems()).allMatch(Problem::isError);
        assertThat(parsed.problems()).extracting(Problem::line).containsExactly(1, 2, 3);
    }

    @Property(tries = 1000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(CronText.parse(FILE, text).value()).isNotNull();
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("tables") CronTable table) {
        String once = CronText.print(table);
        Parsed<CronTable> parsed = CronText.parse(FILE, once);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().jobs()).hasSameSizeAs(table.jobs());
        assertThat(CronText.print(parsed.value())).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(TABLE);
    }

    @Provide
    Arbitrary<CronTable> tables() {
        Arbitrary<String> command =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(20);
        Arbitrary<Job> job = Combinators.combine(Arbitraries.of("@daily", "0 1 * * *"), command)
                .as((schedule, c) -> new Job(schedule, "root", c, 0));
        Arbitrary<Variable> variable = Arbitraries.of("a b", "", "'x").map(value -> new Variable("MAILTO", value, 0));
        return Combinators.combine(variable.list().ofMaxSize(3), job.list().ofMaxSize(4))
                .as(CronTable::new);
    }
}
