package org.openfoodfacts.brigade.confs.sysctl;

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

class SysctlParserTest {
    private static final String FILE = """
            # forward
            net.ipv4.conf.all.forwarding=1
             ; other comment
            -net/ipv4/conf/eth0.1/rp_filter = 2
            -net.ipv4.conf.lo.*
            kernel.domainname = a=b
            """;

    @Test
    void settingsKeepTheirLines() {
        assertThat(SysctlParser.parse("x", FILE).problems()).isEmpty();
        assertThat(SysctlParser.parse("x", FILE).value())
                .containsExactly(
                        new SysctlSetting("net.ipv4.conf.all.forwarding", "1", false, 2),
                        new SysctlSetting("net/ipv4/conf/eth0.1/rp_filter", "2", true, 4),
                        new SysctlSetting("net.ipv4.conf.lo.*", null, true, 5),
                        new SysctlSetting("kernel.domainname", "a=b", false, 6));
    }

    @Test
    void slashesAndDotsAreTwoWaysToWriteOneKey() {
        assertThat(new SysctlSetting("net/ipv4/conf/eth0.1/rp_filter", "2", false, 1).dotted())
                .isEqualTo("net.ipv4.conf.eth0/1.rp_filter");
        assertThat(new SysctlSetting("net.ipv4.conf.eth0/1.rp_filter", "2", false, 1).dotted())
                .isEqualTo("net.ipv4.conf.eth0/1.rp_filter");
    }

    @Test
    void aLineWithoutAssignmentIsAProblem() {
        assertThat(SysctlParser.parse("x", "net.ipv4.ip_forward 1\n=1\nvm.swappiness=1\n")
                        .problems())
                .extracting(problem -> problem.line())
                .containsExactly(1, 2);
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("settings") List<SysctlSetting> settings) {
        String once = SysctlParser.print(settings);

        assertThat(SysctlParser.parse("x", once).value()).hasSameSizeAs(settings);
        assertThat(SysctlParser.print(SysctlParser.parse("x", once).value())).isEqualTo(once);
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(SysctlParser.parse("x", text).value())
                .allSatisfy(setting -> assertThat(setting.dotted()).hasSameSizeAs(setting.key()));
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(FILE);
    }

    @Provide
    Arbitrary<List<SysctlSetting>> settings() {
        Arbitrary<String> key = Arbitraries.of("vm.swappiness", "net/ipv4/ip_forward", "kernel.*");
        Arbitrary<String> value = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(9);
        return Combinators.combine(key, value, Arbitraries.of(true, false))
                .as((k, v, mayFail) -> new SysctlSetting(k, v, mayFail, 0))
                .list()
                .ofMaxSize(8);
    }
}
