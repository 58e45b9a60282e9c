package org.openfoodfacts.brigade.confs.lint.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Lint;

class EndsRuleTest {
    private static final String SERVERS =
            "--- confs/p/stunnel/x.conf\n" + server("Db", "27017") + server("Queue", "6379");
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites: [ { name: north, description: first } ]
            nodes:
              - { name: p, kind: host, site: north, addresses: [192.0.2.10], folders: [p] }
            """;

    @Test
    void endsThatFitAreRightWhateverTheirHostIsCalled() {
        assertThat(found(SERVERS + clients(client("Db", "p.example.org:27017"), client("Queue", "p.example.org:6379"))))
                .isEmpty();
        assertThat(found(SERVERS + clients(client("Db", "p.example.org:27017"), client("Queue", "192.0.2.10:6379"))))
                .isEmpty();
        assertThat(found(SERVERS + clients(client("MyDb", "p.example.org:27017").replace("MyDb.txt", "copy.txt"))))
                .isEmpty();
    }

    @Test
    void aHostOfWhichNothingIsKnownIsNotJudged() {
        assertThat(found(SERVERS
                        + clients(client("Db", "p.example.org:27017"), client("Queue", "elsewhere.example.org:1234"))))
                .isEmpty();
        assertThat(found(SERVERS + clients(client("Db", "p.example.org:27017"), client("Web", "p.example.org:8443"))))
                .as("one service that fits says too little of where the other should be")
                .isEmpty();
    }

    @Test
    void ofAMachineThatFleetYamlNamesAWrongPortIsAnError() {
        assertThat(found(FLEET + SERVERS + clients(client("Db", "192.0.2.10:27018"))))
                .containsExactly("error 4 [Db] connects to 192.0.2.10:27018, but no server of p accepts on port 27018,"
                        + " so the tunnel carries nothing");
    }

    @Test
    void aClientThatReachesTheServerOfAnotherServiceIsFound() {
        assertThat(found(SERVERS + clients(client("Db", "p.example.org:6379"), client("Queue", "p.example.org:6379"))))
                .singleElement()
                .asString()
                .startsWith("warning 4 [Db] connects to port 6379, where [Queue] of p accepts");
    }

    @Test
    void aKeyFileOfAnotherServiceIsFound() {
        String crossed = client("Db", "p.example.org:27017").replace("Db.txt", "Queue.txt");

        assertThat(found(SERVERS + clients(crossed)))
                .singleElement()
                .asString()
                .contains("uses Queue.txt, which is the key file of [Queue] of p");
    }

    @Test
    void twoMachinesThatFitEquallyDecideNothing() {
        String twins = SERVERS + SERVERS.replace("confs/p/", "confs/q/");

        assertThat(found(twins + clients(client("Db", "x.example.org:27018"), client("Queue", "x.example.org:6379"))))
                .isEmpty();
    }

    private static String clients(String... clients) {
        return "--- confs/c/stunnel/x.conf\n" + String.join("", clients);
    }

    private static String client(String name, String connect) {
        return "[%s]\nclient = yes\naccept = 10.1.0.113:%s\nconnect = %s\nPSKsecrets = /etc/stunnel/psk/%s.txt\nciphers = PSK\n"
                .formatted(name, Math.floorMod(name.hashCode(), 60_000), connect, name);
    }

    private static String server(String name, String port) {
        return "[%s]\naccept = %s\nconnect = 10.1.0.2:%s\nPSKsecrets = /etc/stunnel/psk/%s.txt\nciphers = PSK\n"
                .formatted(name, port, port, name);
    }

    private static List<String> found(String files) {
        return Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)).stream()
                .filter(f -> f.rule().equals("tunnel-ends-disagree"))
                .map(f -> f.severity().id() + " " + f.place().line() + " " + f.message())
                .toList();
    }
}
