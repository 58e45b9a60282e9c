package org.openfoodfacts.brigade.confs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Line;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Link;

class MarkdownParserTest {
    private static final String FILE = """
            ---
            title: [x](front.md)
            ---
            # Guests
            See [one](a.md "title") and ![two](img/b(1).png), `[not](code.md)` <!-- [no](c.md) -->

            | **id** | [name](n.md) | ip |
            |:---|---|---:|
            | 113 | `off_pro` | 10.1.0.113 \\| x |
            | 114 | shop

            ```sh
            [no](fence.md)
            ```

                [no](indented.md)

            - an item

                [yes](<in list.md>)
            <!-- [no](d.md)
            [no](e.md) --> [after](f.md)
            [ref]: g.md
            [^note]: [h](h.md)
            """;

    @Test
    void linksAreThoseThatAReaderCanFollow() {
        assertThat(read(FILE).links())
                .containsExactly(
                        new Link("a.md", false, 5),
                        new Link("img/b(1).png", false, 5),
                        new Link("n.md", false, 7),
                        new Link("in list.md", false, 20),
                        new Link("f.md", false, 22),
                        new Link("g.md", false, 23),
                        new Link("h.md", false, 24));
    }

    @Test
    void aTargetWithBlanksIsNoLinkAndCodeWithinALineNoFence() {
        assertThat(read("[no](my file.md) [yes](a.md 'title')\n``` x ```\n[yes](b.md)\n")
                        .links())
                .containsExactly(new Link("a.md", false, 1), new Link("b.md", false, 3));
    }

    @Test
    void tablesHoldWhatAReaderSees() {
        assertThat(read(FILE).tables()).singleElement().satisfies(table -> {
            assertThat(table.headers()).containsExactly("id", "name", "ip");
            assertThat(table.rows())
                    .containsExactly(
                            new MarkdownFile.Row(List.of("113", "off_pro", "10.1.0.113 | x"), 9),
                            new MarkdownFile.Row(List.of("114", "shop"), 10));
            assertThat(table.rows().getLast().cell(2)).isEmpty();
        });
    }

    @Test
    void textIsWithoutTablesCodeAndComments() {
        assertThat(read("a\n\n| x |\n|---|\n| y |\n~~~\nb\n~~~\nc\n").text())
                .containsExactly(new Line("a", 1), new Line("c", 9));
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        MarkdownFile file = read(text);

        assertThat(file.links()).allSatisfy(link -> assertThat(link.target()).isNotEmpty());
        assertThat(file.tables())
                .allSatisfy(table -> assertThat(table.headers()).isNotNull());
    }

    @Property
    void anyTextIsRead(@ForAll String text) {
        assertThat(read(text)).isNotNull();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(FILE);
    }

    private static MarkdownFile read(String text) {
        return MarkdownParser.parse("docs/x.md", text).value();
    }
}
