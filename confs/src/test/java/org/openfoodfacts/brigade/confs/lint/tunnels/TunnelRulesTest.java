package org.openfoodfacts.brigade.confs.lint.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

class TunnelRulesTest {
    private static final String KEYS = "ciphers = PSK\nPSKsecrets = /etc/stunnel/psk/%s.txt\n";

    @ParameterizedTest
    @ValueSource(
            strings = {"27017", "0.0.0.0:27017", ":::27017", "[::]:27017", "203.0.113.7:27017", "[2001:db8::7]:27017"})
    void anEntranceOnWhatTheWorldMayReachIsAnError(String accept) {
        assertThat(found("--- confs/a/stunnel/x.conf\n" + client("Db", accept, "proxy.example.org:27017")))
                .containsExactly("tunnel-entrance-public error 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.0.113:27017",
                "127.0.0.1:27017",
                "localhost:27017",
                "[::1]:27017",
                "[fd00::7]:27017",
                "db.lan:27017",
                "/run/x.sock"
            })
    void anEntranceOnLoopbackAPrivateAddressOrANameIsRight(String accept) {
        assertThat(found("--- confs/a/stunnel/x.conf\n" + client("Db", accept, "proxy.example.org:27017")))
                .isEmpty();
    }

    @Test
    void clientYesForTheWholeFileCountsForItsSections() {
        String file = "--- confs/a/stunnel/x.conf\nclient = yes\n[Db]\naccept = 27017\nconnect = p.example.org:27017\n";

        assertThat(found(file)).containsExactly("tunnel-entrance-public error 3");
        assertThat(found(file.replace("accept", "client = no\naccept") + KEYS.formatted("db")))
                .isEmpty();
    }

    @Test
    void aSharedFileIsJudgedByItselfAndOnTheMachinesThatLinkToIt() {
        String open = "--- confs/common/stunnel/x.conf\n" + client("Db", "27017", "proxy.example.org:27017");
        String onAProxy = open.replace("accept = ", "accept = 10.1.0.101:");

        assertThat(found(open)).containsExactly("tunnel-entrance-public error 3");
        assertThat(found("--- confs/a/stunnel -> ../common/stunnel\n" + open))
                .containsExactly("tunnel-entrance-public error 3");
        assertThat(found(onAProxy)).isEmpty();
        assertThat(found("--- confs/my-proxy/stunnel -> ../common/stunnel\n" + onAProxy))
                .containsExactly("tunnel-entrance-on-proxy warning 3");
    }

    @Test
    void onAProxyAnEntranceForOthersIsAWarningAndOneForItselfIsRight() {
        assertThat(found("--- confs/shop-proxy/stunnel/x.conf\n"
                        + client("Db", "10.1.0.101:27017", "p.example.org:27017")))
                .containsExactly("tunnel-entrance-on-proxy warning 3");
        assertThat(found("--- confs/shop-proxy/stunnel/x.conf\n"
                        + client("Db", "127.0.0.1:27017", "p.example.org:27017")))
                .isEmpty();
    }

    @Test
    void aServerThatChecksCertificatesOrServesNoDataNeedsNoKey() {
        String server =
                "--- confs/p/stunnel/x.conf\n[Db]\naccept = 27017\nconnect = 10.1.0.2:27017\ncert = /etc/x.pem\n";

        assertThat(found(server)).containsExactly("tunnel-without-key error 1");
        assertThat(found(server + "verifyChain = yes\nCAfile = /etc/ca.pem\n")).isEmpty();
        assertThat(found(server + "verify = 2\nCAfile = /etc/ca.pem\n")).isEmpty();
        assertThat(found(server.replace("27017", "8080"))).isEmpty();
        assertThat(found(server.replace("accept = ", "accept = 127.0.0.1:"))).isEmpty();
    }

    @Test
    void onePortInTwoFilesIsAWarningBecauseOneMayBeOff() {
        String one = server("Db", "27017", "10.1.0.2:27017", "db");
        String other = server("Db2", "0.0.0.0:27017", "10.1.0.3:27017", "db2");

        assertThat(found("--- confs/p/stunnel/x.conf\n" + one + other)).containsExactly("tunnel-port-twice error 7");
        assertThat(found("--- confs/p/stunnel/x.conf\n" + one + "--- confs/p/stunnel/y.conf\n" + other))
                .containsExactly("tunnel-port-twice warning 2");
        assertThat(found("--- confs/p/stunnel/x.conf\n" + one + "--- confs/q/stunnel/y.conf\n" + other))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "27017, :::27017, true",
        "10.1.0.1:27017, 27017, true",
        ":::27017, 10.1.0.1:27017, true",
        "10.1.0.1:27017, 10.1.0.2:27017, false",
        "0.0.0.0:27017, fd00::1:27017, false",
        "27017, 27018, false",
        "10.1.0.1:27017, 10.1.0.1:27017, true"
    })
    void aSocketOnAllAddressesTakesThePortFromTheOthers(String one, String other, boolean collide) {
        String file = server("Db", one, "10.1.0.2:27017", "db") + server("Db2", other, "10.1.0.3:27017", "db2");

        assertThat(found("--- confs/p/stunnel/x.conf\n" + file))
                .isEqualTo(collide ? List.of("tunnel-port-twice error 7") : List.of());
    }

    @Test
    void aFileOfKeysMayServeOneTargetTwiceAndClientsWithAnIdentityEach() {
        String two = server("Db", "27017", "10.1.0.2:27017", "db") + server("DbOld", "27018", "10.1.0.2:27017", "db");
        String clients = client("Db", "10.1.0.3:1", "p.example.org:1") + "PSKidentity = a-db\n"
                + client("Queue", "10.1.0.3:2", "p.example.org:2") + "PSKidentity = a-queue\n";

        assertThat(found("--- confs/p/stunnel/x.conf\n" + two)).isEmpty();
        assertThat(found("--- confs/a/stunnel/x.conf\n" + clients.replace("Queue.txt", "Db.txt")))
                .isEmpty();
        assertThat(found("--- confs/a/stunnel/x.conf\n"
                        + clients.replace("Queue.txt", "Db.txt").replace("a-queue", "a-db")))
                .containsExactly("tunnel-secrets-shared warning 13");
    }

    @Test
    void thePidMayBeWrittenThroughVarRunAndWhereAnUnknownUnitPutsIt() {
        String file = "--- confs/p/stunnel/off.conf\npid = %s\n" + server("Db", "27017", "10.1.0.2:27017", "db");
        String unit =
                "--- confs/p/systemd/system/stunnel@.service.d/x.conf\n[Service]\nRuntimeDirectory=other stunnel-%%i\n";

        assertThat(found((file + unit).formatted("/var/run/stunnel-off/x.pid"))).isEmpty();
        assertThat(found((file + unit).formatted("/run/other/x.pid"))).isEmpty();
        assertThat(found((file + unit).formatted(""))).isEmpty();
        assertThat(found(file.formatted("/run/stunnel.pid"))).isEmpty();
        assertThat(found((file + unit).formatted("/run/stunnel-of/x.pid"))).containsExactly("tunnel-pid warning 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notice", "5", "7", "daemon.info", "bogus"})
    void aLevelThatShowsIdentitiesIsRight(String level) {
        assertThat(found("--- confs/p/stunnel/x.conf\ndebug = " + level + "\n"
                        + server("Db", "27017", "10.1.0.2:27017", "db")))
                .isEmpty();
    }

    private static String client(String name, String accept, String connect) {
        return "[" + name + "]\nclient = yes\naccept = " + accept + "\nconnect = " + connect + "\n"
                + KEYS.formatted(name);
    }

    private static String server(String name, String accept, String connect, String keys) {
        return "[" + name + "]\naccept = " + accept + "\nconnect = " + connect + "\n" + KEYS.formatted(keys);
    }

    private static List<String> found(String files) {
        List<Finding> findings = Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31));
        return findings.stream()
                .map(f -> f.rule() + " " + f.severity().id() + " " + f.place().line())
                .toList();
    }
}
