package org.openfoodfacts.brigade.confs.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Section;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

class UnitTextTest {
    private static final String UNIT = """
            # a comment
            [Unit]
            Description=Backs up
            After=a.service \\
              ; a comment within
              b.service

            [Service]
            ExecStart=/bin/sh -c 'a | b' \\
            \\
              --more
            ExecStart =  /bin/true
            Environment="A=1 2" B='3'
            [Install]
            WantedBy=multi-user.target""";

    @Test
    void continuedLinesAreJoinedAndKeepTheLineTheyBeginAt() {
        Parsed<UnitFile> parsed = UnitText.parse("x.service", UNIT);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().sections())
                .flatExtracting(Section::settings)
                .extracting(Setting::key, s -> s.value().replaceAll(" +", " "), Setting::line)
                .containsExactly(
                        tuple("Description", "Backs up", 3),
                        tuple("After", "a.service b.service", 4),
                        tuple("ExecStart", "/bin/sh -c 'a | b' --more", 9),
                        tuple("ExecStart", "/bin/true", 12),
                        tuple("Environment", "\"A=1 2\" B='3'", 13),
                        tuple("WantedBy", "multi-user.target", 15));
    }

    @Test
    void whatSystemdPassesOverIsAWarningWithItsLine() {
        Parsed<UnitFile> parsed = UnitText.parse("x.service", "A=1\n[Unit]\nnonsense\n=x\n[Service] # behind\nB=2\n");

        assertThat(parsed.hasErrors()).isFalse();
        assertThat(parsed.problems()).extracting(Problem::line).containsExactly(1, 3, 4, 5);
    }

    @Test
    void aUnitIsKnownByWhereItStands() {
        assertThat(UnitPlace.of("confs/a/systemd/system/stunnel@.service.d/o.conf")
                        .orElseThrow())
                .isEqualTo(new UnitPlace(UnitPlace.Kind.DROP_IN, new UnitName("stunnel", "", "service")));
        assertThat(UnitPlace.of("confs/a/systemd/a.timer").orElseThrow().kind()).isEqualTo(UnitPlace.Kind.OWN);
        assertThat(UnitPlace.of("confs/a/systemd/system/timers.target.wants/a.timer")
                        .orElseThrow()
                        .kind())
                .isEqualTo(UnitPlace.Kind.WANTED);
        assertThat(UnitPlace.isUnitFile("confs/a/systemd/journald.conf")).isFalse();
        assertThat(UnitPlace.isUnitFile("confs/a/systemd/journald.conf.d/x.conf"))
                .isFalse();
        assertThat(UnitPlace.isUnitFile("confs/a/nginx/a.service")).isFalse();
    }

    @Test
    void wordsAreSplitAsSystemdDoes() {
        assertThat(CommandLine.words("-/bin/sh -c 'a \"b\" # c' \"d\\\"e\" f=\"g h\""))
                .extracting(CommandLine.Word::text)
                .containsExactly("-/bin/sh", "-c", "a \"b\" # c", "d\"e", "f=g h");
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        UnitFile file = UnitText.parse("x.service", text).value();

        assertThat(file).isNotNull();
        file.sections()
                .forEach(section -> section.settings()
                        .forEach(setting ->
                                assertThat(CommandLine.words(setting.value())).isNotNull()));
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("files") UnitFile file) {
        String once = UnitText.print(file);
        UnitFile parsed = UnitText.parse("x", once).value();

        assertThat(parsed.sections())
                .flatExtracting(Section::settings)
                .extracting(s -> s.key() + "=" + s.value())
                .containsExactlyElementsOf(file.sections().stream()
                        .flatMap(s -> s.settings().stream())
                        .map(s -> s.key() + "=" + s.value())
                        .toList());
        assertThat(UnitText.print(parsed)).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(UNIT);
    }

    @Provide
    Arbitrary<UnitFile> files() {
        Arbitrary<String> value = Arbitraries.strings()
                .withCharRange('!', '[')
                .withChars('é', ' ', ']')
                .ofMaxLength(20)
                .map(String::strip);
        Arbitrary<Setting> setting = Combinators.combine(Arbitraries.of("ExecStart", "After", "X-Y"), value)
                .as((k, v) -> new Setting(k, v, 0));
        Arbitrary<Section> section = Combinators.combine(
                        Arbitraries.of("Unit", "Service", "X-Z"), setting.list().ofMaxSize(5))
                .as((n, s) -> new Section(n, 0, s));
        return section.list().ofMaxSize(4).map(UnitFile::new);
    }
}
