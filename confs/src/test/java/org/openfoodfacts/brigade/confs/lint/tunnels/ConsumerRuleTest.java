package org.openfoodfacts.brigade.confs.lint.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Lint;

class ConsumerRuleTest {
    private static final String TUNNELS = """
            --- confs/stunnel-client/stunnel/x.conf
            [Db]
            client = yes
            accept = 10.1.0.113:27017
            connect = p.example.org:27017
            --- confs/p/stunnel/x.conf
            [Db]
            accept = 27017
            connect = 10.1.0.2:27017
            [Queue]
            accept = 6379
            connect = 10.1.0.3:6379
            """;

    @Test
    void aPortOfATunnelThatTheEntranceDoesNotHaveIsFound() {
        assertThat(found(TUNNELS + "--- confs/app/a.conf\nx = 10.1.0.113:27017\ny = redis://10.1.0.113:6379/1\n"))
                .containsExactly(2);
    }

    @Test
    void otherPortsAddressesAndCommentsAreNot() {
        assertThat(
                        found(
                                TUNNELS
                                        + "--- confs/app/a.conf\nx = 10.1.0.113:9100\ny = 110.1.0.113:6379\nz = 10.1.0.113:63790\n# 10.1.0.113:6379\n"))
                .isEmpty();
    }

    @Test
    void anAddressThatMayBeAnotherMachinesIsNotJudged() {
        String use = "--- confs/app/a.conf\ny = 10.1.0.113:6379\n";

        assertThat(found(TUNNELS + use
                        + "--- confs/h/pve/lxc_113.conf\nhostname: shop\nnet0: name=eth0,ip=10.1.0.113/24\n"))
                .isEmpty();
        assertThat(found(TUNNELS + use
                        + "--- confs/c2/stunnel/x.conf\n[Web]\nclient = yes\naccept = 10.1.0.113:80\nconnect = q:80\n"))
                .isEmpty();
        assertThat(found(TUNNELS + use
                        + "--- confs/stunnel-client/stunnel/y.conf\n[Any]\naccept = 6379\nconnect = q:80\n"))
                .isEmpty();
    }

    private static List<Integer> found(String files) {
        return Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)).stream()
                .filter(f -> f.rule().equals("tunnel-entrance-missing"))
                .map(f -> f.place().line())
                .toList();
    }
}
