package org.openfoodfacts.brigade.confs.fail2ban;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Option;

class BanFileParserTest {
    private static final String RIGHT = """
            # jails
            [DEFAULT]
            Bantime = 1h ; for all
            [DEFAULT]
            findtime: 10m
            [web]
            logpath = /var/log/nginx/*log
                      # a comment inside

              /var/log/other.log
            action = %(action_)s
                     mail[name="a;b", dest=x]
            """;

    @Test
    void valuesGoOnOnIndentedLinesAndCommentsAreLeftOut() {
        BanFile file = BanFileParser.parse("x.local", RIGHT).value();

        assertThat(BanFileParser.parse("x.local", RIGHT).problems()).isEmpty();
        assertThat(file.option("DEFAULT", "bantime")).hasValue(new Option("bantime", "1h", 3));
        assertThat(file.option("DEFAULT", "findtime")).hasValue(new Option("findtime", "10m", 5));
        assertThat(file.option("web", "logpath"))
                .hasValue(new Option("logpath", "/var/log/nginx/*log\n/var/log/other.log", 7));
        assertThat(file.option("web", "action").orElseThrow().value())
                .isEqualTo("%(action_)s\nmail[name=\"a;b\", dest=x]");
    }

    @Test
    void whatPythonsStrictParserRefusesIsAnError() {
        assertThat(problems("[a]\nx = 1\n[a]\ny = 2\n")).containsExactly(3);
        assertThat(problems("[a]\nx = 1\nX = 2\n")).containsExactly(3);
        assertThat(problems("x = 1\n[a]\n")).containsExactly(1);
        assertThat(problems("[a]\nenabled\n")).containsExactly(2);
    }

    @Property
    void noTextMakesItThrowAndWhatItReadsItReadsAgain(@ForAll("damaged") String text) {
        BanFile once = BanFileParser.parse("x.local", text).value();
        String printed = BanFileParser.print(once);

        assertThat(BanFileParser.parse("x.local", printed).value().sections()).hasSameSizeAs(once.sections());
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(RIGHT);
    }

    private static List<Integer> problems(String text) {
        return BanFileParser.parse("x.local", text).problems().stream()
                .map(Problem::line)
                .toList();
    }
}
