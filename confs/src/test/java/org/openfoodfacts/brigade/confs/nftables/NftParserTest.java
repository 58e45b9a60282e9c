package org.openfoodfacts.brigade.confs.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.nftables.NftFile.Statement;

class NftParserTest {
    private static final String RIGHT = """
            #!/usr/sbin/nft -f
            flush   ruleset
            table inet filter {
              set banned { type ipv4_addr; flags interval; }
              chain input { # a }
                type filter hook input priority 0; policy drop
                ip saddr @banned \\
                  log prefix "no {" drop
              }
            }
            include "/etc/nftables.d/*.nft"
            """;

    @Test
    void statementsAreNestedAsTheirBracesAre() {
        NftFile file = NftParser.parse("x.nft", RIGHT).value();

        assertThat(NftParser.parse("x.nft", RIGHT).problems()).isEmpty();
        assertThat(file.statements())
                .extracting(Statement::text)
                .containsExactly("flush ruleset", "table inet filter", "include \"/etc/nftables.d/*.nft\"");
        Statement table = file.all("table").findFirst().orElseThrow();
        assertThat(table.line()).isEqualTo(3);
        assertThat(table.block()).extracting(Statement::text).containsExactly("set banned", "chain input");
        assertThat(table.block().getLast().block())
                .extracting(Statement::text)
                .containsExactly(
                        "type filter hook input priority 0",
                        "policy drop",
                        "ip saddr @banned log prefix \"no {\" drop");
        assertThat(table.block().getLast().block().getLast().line()).isEqualTo(7);
    }

    @Test
    void bracesThatDoNotMatchAreErrors() {
        assertThat(NftParser.parse("x.nft", "table ip a {\n chain b {\n }\n").problems())
                .singleElement()
                .satisfies(p -> assertThat(p.line()).isEqualTo(1));
        assertThat(NftParser.parse("x.nft", "table ip a { }\n}\n").problems())
                .singleElement()
                .satisfies(p -> assertThat(p.line()).isEqualTo(2));
    }

    @Property
    void noTextMakesItThrow(@ForAll("damaged") String text) {
        assertThat(NftParser.parse("x.nft", text).value().statements())
                .allSatisfy(s -> assertThat(s.line()).isPositive());
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("statements") List<Statement> statements) {
        Parsed<NftFile> parsed = NftParser.parse("x.nft", printed(statements));

        assertThat(parsed.problems()).isEmpty();
        assertThat(printed(parsed.value().statements())).isEqualTo(printed(statements));
    }

    private static String printed(List<Statement> statements) {
        StringBuilder text = new StringBuilder();
        for (Statement statement : statements) {
            String block = statement.block().isEmpty() ? "" : " {\n" + printed(statement.block()) + "}";
            text.append(statement.text()).append(block).append('\n');
        }
        return text.toString();
    }

    @Provide
    Arbitrary<List<Statement>> statements() {
        Arbitrary<String> words = Arbitraries.of("table", "ip", "saddr", "@banned", "\"no { ; # \"", "10.1.0.0/24")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(all -> String.join(" ", all));
        Arbitrary<Statement> rules = words.map(text -> new Statement(text, 1, List.of()));
        Arbitrary<Statement> chains = Combinators.combine(words, rules.list().ofMaxSize(3))
                .as((text, block) -> new Statement(text, 1, block));
        return Combinators.combine(words, chains.list().ofMaxSize(3))
                .as((text, block) -> new Statement(text, 1, block))
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(RIGHT);
    }
}
