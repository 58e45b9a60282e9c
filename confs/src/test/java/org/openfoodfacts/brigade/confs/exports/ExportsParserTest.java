package org.openfoodfacts.brigade.confs.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Parsed;

class ExportsParserTest {
    @Test
    void everyLineIsAPathAndItsClients() {
        Parsed<List<Export>> parsed = ExportsParser.parse("confs/n1/exports", """
                # what staging reads
                /tank/clones/off  10.1.0.113(ro,no_subtree_check)  10.1.0.114(ro) # both

                "/tank/with blank" -sync,ro \\
                    @hosts(rw) \\
                    *.example.org
                /tank/caf\\303\\251\\040bar
                """);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value())
                .containsExactly(
                        new Export("/tank/clones/off", List.of("10.1.0.113(ro,no_subtree_check)", "10.1.0.114(ro)"), 2),
                        new Export("/tank/with blank", List.of("@hosts(sync,ro,rw)", "*.example.org(sync,ro)"), 4),
                        new Export("/tank/café bar", List.of(), 7));
    }

    @Test
    void optionsBeforeTheClientsCountForEachOfThem() {
        Parsed<List<Export>> parsed = ExportsParser.parse(
                "confs/n1/exports", "/tank/a -crossmnt 10.1.0.113 10.1.0.114(ro) *()\n/tank/b -ro\n");

        assertThat(parsed.value())
                .containsExactly(
                        new Export(
                                "/tank/a",
                                List.of("10.1.0.113(crossmnt)", "10.1.0.114(crossmnt,ro)", "*(crossmnt)"),
                                1),
                        new Export("/tank/b", List.of(), 2));
    }

    @Test
    void whatIsNoPathIsToldWithItsLine() {
        Parsed<List<Export>> parsed = ExportsParser.parse("confs/n1/exports", "/tank/a *(ro)\ntank/b *(ro)\n");

        assertThat(parsed.value()).extracting(Export::path).containsExactly("/tank/a");
        assertThat(parsed.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.isError()).isFalse();
            assertThat(problem.what()).contains("tank/b");
        });
    }

    @Test
    void onlyFilesOfThatNameAreExports() {
        assertThat(List.of("confs/n1/exports", "confs/n1/nfs/exports", "confs/n1/exports.d/staging.exports"))
                .allMatch(ExportsParser::isExportsFile);
        assertThat(List.of("confs/n1/exports.md", "confs/n1/exports.d/old", "confs/n1/my-exports"))
                .noneMatch(ExportsParser::isExportsFile);
    }

    @Property
    void anyTextIsReadWithoutAnException(@ForAll String text) {
        assertThat(ExportsParser.parse("exports", text).value())
                .allSatisfy(export -> assertThat(export.path()).startsWith("/"));
    }
}
