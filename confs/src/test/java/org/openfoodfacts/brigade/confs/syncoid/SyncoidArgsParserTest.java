package org.openfoodfacts.brigade.confs.syncoid;

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
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Option;

class SyncoidArgsParserTest {
    private static final String FILE = """
            ## from web1
            --no-sync-snap --no-privilege-elevation -r b1operator@10.1.0.9:tank/web tank/copies/web

            --sshoption="ProxyJump=jump.example.org" --exclude tank/tmp b1operator@web2:tank tank/copies/web2
            tank/a  \ttank/b
            """;

    @Test
    void aLineIsOneRunOfSyncoid() {
        List<Pull> pulls = read(FILE).value().pulls();

        assertThat(pulls.getFirst())
                .isEqualTo(new Pull(
                        2,
                        List.of(
                                new Option("no-sync-snap", ""),
                                new Option("no-privilege-elevation", ""),
                                new Option("recursive", "")),
                        new Endpoint("b1operator", "10.1.0.9", "tank/web"),
                        new Endpoint("", "", "tank/copies/web")));
        assertThat(pulls.get(1).line()).isEqualTo(4);
        assertThat(pulls.get(1).has("exclude")).isTrue();
        assertThat(pulls.get(1).source()).hasToString("b1operator@web2:tank");
        assertThat(pulls.get(2).source().isRemote()).isFalse();
    }

    @Test
    void whatTakesTheLineFromSyncoidIsAnError() {
        for (String line : List.of(
                "host:tank/a",
                "host:tank/a tank/b # nightly",
                "--sendoptions=\"w L\" host:tank/a tank/b",
                "--no-sync-snaps host:tank/a tank/b")) {
            assertThat(read(line + "\n").hasErrors()).as(line).isTrue();
        }
    }

    @Test
    void whatDoesNotDoWhatItSaysIsAWarning() {
        for (String line : List.of(
                "   ",
                "  # a comment",
                "--exclude=\"tmp\" host:tank/a tank/b",
                "--from-the-future host:tank/a tank/b")) {
            assertThat(read(line + "\n").problems())
                    .as(line)
                    .singleElement()
                    .satisfies(p -> assertThat(p.isError()).isFalse());
        }
    }

    @Test
    void whatSyncoidTakesIsRight() {
        for (String line : List.of(
                "#x",
                "",
                "--recurs host:tank/a tank/b",
                "host:tank/a --recursive tank/b",
                "--sshkey /root/.ssh/x -o ProxyJump=j -- host:tank/a tank/b",
                "--recursive \\\nhost:tank/a tank/b",
                "--exclude=tank/(a|b)$ host:tank/a root@other:tank/b")) {
            assertThat(read(line + "\n").problems()).as(line).isEmpty();
        }
        assertThat(read("--recursive \\\nhost:tank/a tank/b\n").value().pulls())
                .extracting(Pull::isRecursive)
                .containsExactly(true);
    }

    @Property
    void noTextMakesItThrow(@ForAll("damaged") String text) {
        assertThat(read(text).problems()).extracting(Problem::what).doesNotContain("");
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("damaged") String text) {
        SyncoidArgs once = read(text).value();
        SyncoidArgs again = read(SyncoidArgsParser.print(once)).value();

        assertThat(again.pulls()).hasSameSizeAs(once.pulls());
        assertThat(SyncoidArgsParser.print(again)).isEqualTo(SyncoidArgsParser.print(once));
    }

    @Provide
    Arbitrary<String> damaged() {
        return Arbitraries.oneOf(Mutations.of(FILE), Arbitraries.strings().ofMaxLength(200));
    }

    private static Parsed<SyncoidArgs> read(String text) {
        return SyncoidArgsParser.parse("confs/b1/sanoid/syncoid-args.conf", text);
    }
}
