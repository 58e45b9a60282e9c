package org.openfoodfacts.brigade.confs.sanoid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

class SanoidParserTest {
    private static final String FILE = """
            # no_sanoid_checks:tank:tank/old
            [ tank/home ]
              use_template = keep, short
            \trecursive=yes
              ; a comment
            [template_keep]
            autosnap = no\s
            hourly= 36 # hours
            [template_short]
            daily = 3
            """;

    @Test
    void blanksAndCommentsBehindAValueStayPartOfIt() {
        SanoidFile file = read(FILE).value();

        assertThat(file.template("keep").orElseThrow().settings())
                .containsExactly(new Setting("autosnap", "no ", 7), new Setting("hourly", "36 # hours", 8));
        assertThat(file.datasets())
                .extracting(Section::name, Section::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("tank/home", 2));
        assertThat(file.datasets().getFirst().templateNames()).containsExactly("keep", "short");
        assertThat(file.isUnchecked("tank/old")).isTrue();
        assertThat(file.isUnchecked("tank/home")).isFalse();
    }

    @Test
    void aKeyThatStandsTwiceIsNeither() {
        Parsed<SanoidFile> parsed = read("[a]\nautosnap=no\n[b]\n[a]\nautosnap=no\n");

        assertThat(parsed.value().sections()).hasSize(2);
        assertThat(parsed.value()
                        .sections()
                        .getFirst()
                        .setting("autosnap")
                        .orElseThrow()
                        .value())
                .isEqualTo(Setting.TWICE);
        assertThat(parsed.problems()).extracting(Problem::line).containsExactly(4, 5);
        assertThat(parsed.problems().getLast().isError()).isTrue();
    }

    @Test
    void whatSanoidRefusesIsAnError() {
        for (String text : List.of(
                "",
                "# only comments\n",
                "[a]\nhourly 3\n",
                "hourly=3\n[a]\n",
                "[a]\nhourley=3\n",
                "[a] # x\n",
                "\uFEFF[a]\n",
                "[a]\n=2\n",
                "[a]\npre_snapshot_script=<<END\nhourly=3\n")) {
            assertThat(read(text).hasErrors()).as(text).isTrue();
        }
    }

    @Test
    void whatSanoidTakesIsRight() {
        for (String text :
                List.of(FILE, "[a]\r\nhourly=3\r\n", "  [a/b c]\n\n\t# x\n ;y\nhourly=\n", "[a]", "[a]\nhourly = 3")) {
            assertThat(read(text).problems()).as(text).isEmpty();
        }
    }

    @Property
    void noTextMakesItThrow(@ForAll("damaged") String text) {
        Parsed<SanoidFile> parsed = read(text);

        parsed.value()
                .datasets()
                .forEach(s ->
                        assertThat(new Policies(parsed.value()).of(s.dataset())).isNotNull());
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("damaged") String text) {
        SanoidFile once = read(text).value();
        SanoidFile again = read(SanoidParser.print(once)).value();

        assertThat(SanoidParser.print(again)).isEqualTo(SanoidParser.print(once));
    }

    @Provide
    Arbitrary<String> damaged() {
        return Arbitraries.oneOf(Mutations.of(FILE), Arbitraries.strings().ofMaxLength(200));
    }

    private static Parsed<SanoidFile> read(String text) {
        return SanoidParser.parse("confs/n1/sanoid/sanoid.conf", text);
    }
}
