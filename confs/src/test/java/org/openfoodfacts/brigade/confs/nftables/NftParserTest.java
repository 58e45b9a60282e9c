package org.openfoodfacts.brigade.confs.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
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

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(RIGHT);
    }
}
