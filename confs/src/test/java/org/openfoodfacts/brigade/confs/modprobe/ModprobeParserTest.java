package org.openfoodfacts.brigade.confs.modprobe;

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

class ModprobeParserTest {
    private static final String FILE = """
            # memory
            options zfs zfs_arc_max=1 \\
              zfs_arc_min=0
            blacklist nouveau
            install usb-storage /bin/true
            softdep a pre: b
            """;

    @Test
    void commandsKeepTheirFirstLines() {
        assertThat(ModprobeParser.parse("x", FILE).problems()).isEmpty();
        assertThat(ModprobeParser.parse("x", FILE).value())
                .containsExactly(
                        new ModprobeCommand("options", "zfs", List.of("zfs_arc_max=1", "zfs_arc_min=0"), 2),
                        new ModprobeCommand("blacklist", "nouveau", List.of(), 4),
                        new ModprobeCommand("install", "usb-storage", List.of("/bin/true"), 5),
                        new ModprobeCommand("softdep", "a", List.of("pre:", "b"), 6));
    }

    @Test
    void whatIsPassedOverIsAProblem() {
        assertThat(ModprobeParser.parse("x", "option zfs a=1\noptions zfs\nblacklist\nzfs zfs_arc_max=1\n")
                        .problems())
                .extracting(problem -> problem.line() + ": " + problem.remedy())
                .containsExactly(
                        "1: did you mean 'options'?",
                        "2: complete it",
                        "3: complete it",
                        "4: begin the line with options, blacklist, alias, install, remove or softdep");
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("commands") List<ModprobeCommand> commands) {
        String once = ModprobeParser.print(commands);

        assertThat(ModprobeParser.parse("x", once).value()).hasSameSizeAs(commands);
        assertThat(ModprobeParser.print(ModprobeParser.parse("x", once).value()))
                .isEqualTo(once);
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(ModprobeParser.parse("x", text).value()).isNotNull();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(FILE);
    }

    @Provide
    Arbitrary<List<ModprobeCommand>> commands() {
        Arbitrary<String> word =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
        Arbitrary<List<String>> words = word.list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(Arbitraries.of("options", "install", "softdep", "blacklist"), word, words)
                .as((command, module, arguments) -> new ModprobeCommand(command, module, arguments, 0))
                .list()
                .ofMaxSize(8);
    }
}
