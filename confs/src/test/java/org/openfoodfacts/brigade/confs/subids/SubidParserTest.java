package org.openfoodfacts.brigade.confs.subids;

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

class SubidParserTest {
    private static final String FILE = "root:1000:64536\nroot:100000:65536\n\njane:165536:65536\n";

    @Test
    void rangesKeepTheirLines() {
        assertThat(SubidParser.parse("subuid", FILE).problems()).isEmpty();
        assertThat(SubidParser.parse("subuid", FILE).value())
                .containsExactly(
                        new SubidRange("root", 1000, 64536, 1),
                        new SubidRange("root", 100000, 65536, 2),
                        new SubidRange("jane", 165536, 65536, 4));
    }

    @Test
    void aLineThatIsNoRangeIsAProblem() {
        assertThat(SubidParser.parse("subuid", "root 1000 1\nroot:1000\njane:10:-1\n")
                        .problems())
                .extracting(problem -> problem.line())
                .containsExactly(1, 2, 3);
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("ranges") List<SubidRange> ranges) {
        String once = SubidParser.print(ranges);

        assertThat(SubidParser.print(SubidParser.parse("x", once).value())).isEqualTo(once);
        assertThat(SubidParser.parse("x", once).value()).hasSameSizeAs(ranges);
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(SubidParser.parse("subuid", text).value()).isNotNull();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(FILE);
    }

    @Provide
    Arbitrary<List<SubidRange>> ranges() {
        Arbitrary<String> owner = Arbitraries.of("root", "0", "jane", "CharlesX");
        Arbitrary<Long> number = Arbitraries.longs().between(0, 4_294_967_295L);
        return Combinators.combine(owner, number, number)
                .as((o, start, count) -> new SubidRange(o, start, count, 0))
                .list()
                .ofMaxSize(8);
    }
}
