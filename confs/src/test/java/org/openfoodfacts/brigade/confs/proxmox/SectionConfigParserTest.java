package org.openfoodfacts.brigade.confs.proxmox;

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

class SectionConfigParserTest {
    private static final String FILE = """
            # storages
            dir: local
            \tpath /var/lib/vz
            \tcontent iso,vztmpl

            zfspool: tank
              pool tank/pve
              sparse
              content images,rootdir
            """;

    @Test
    void aSectionIsItsHeaderAndItsIndentedLines() {
        Parsed<SectionConfig> parsed = read(FILE);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().entries()).extracting(SectionConfig.Entry::id).containsExactly("local", "tank");
        SectionConfig.Entry tank = parsed.value().entries().getLast();
        assertThat(tank.type()).isEqualTo("zfspool");
        assertThat(tank.line()).isEqualTo(6);
        assertThat(tank.value("pool")).contains("tank/pve");
        assertThat(tank.value("sparse")).contains("");
    }

    @Test
    void whatIsPassedOverIsSaid() {
        for (String text : List.of("pool tank\n", "\tpool tank\n", "dir: a\n\ndir: a\n", "dir: a\npool x\n")) {
            assertThat(read(text).problems())
                    .as(text)
                    .extracting(Problem::isError)
                    .containsExactly(false);
        }
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("damaged") String text) {
        SectionConfig once = read(text).value();
        SectionConfig again = read(SectionConfigParser.print(once)).value();

        assertThat(SectionConfigParser.print(again)).isEqualTo(SectionConfigParser.print(once));
    }

    @Provide
    Arbitrary<String> damaged() {
        return Arbitraries.oneOf(Mutations.of(FILE), Arbitraries.strings().ofMaxLength(200));
    }

    private static Parsed<SectionConfig> read(String text) {
        return SectionConfigParser.parse("confs/n1/pve/storage.cfg", text);
    }
}
