package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Service;

/** A server in front of a data service that asks for neither key nor certificate; stunnel(8), verify: by default peers are not verified. */
final class OpenServerRule implements Rule {
    private static final Map<String, String> DATA_PORTS = Map.of(
            "27017", "MongoDB",
            "6379", "Redis",
            "5432", "PostgreSQL",
            "3306", "MySQL",
            "11211", "memcached",
            "9200", "Elasticsearch");
    private static final List<String> CHECKS = List.of("psksecrets", "verifychain", "verifypeer", "requirecert");

    private static final RulePage PAGE = new RulePage(
            "tunnel-without-key",
            Severity.ERROR,
            "The server's end of a tunnel to a data service asks for no key",
            """
            Without PSKsecrets, and without a check of the client's certificate, stunnel encrypts for everyone: whoever speaks TLS to the \
            port is in the database. TLS alone keeps others from reading, not from connecting.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:1", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    client = no
                    accept = 27017
                    connect = 10.1.0.102:27017
                    cert = /etc/stunnel/proxy.pem
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            client = no
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (End end : End.written(repository)) {
            boolean reachable = end.accept()
                    .map(accept -> Scope.of(accept.host()))
                    .filter(scope -> scope == Scope.ALL || scope == Scope.PUBLIC)
                    .isPresent();
            if (!end.isClient() && reachable && !asks(end.service())) {
                dataPorts(end)
                        .findFirst()
                        .ifPresent(port -> findings.add(
                                end.source(),
                                end.service().line(),
                                "the server [" + end.name()
                                        + "] asks its clients for no key and no certificate, so everyone"
                                        + " who speaks TLS is in " + DATA_PORTS.get(port),
                                "add ciphers = PSK and PSKsecrets = /etc/stunnel/psk/….txt"));
            }
        }
    }

    private static Stream<String> dataPorts(End end) {
        return end.connects().map(c -> c.port()).filter(DATA_PORTS::containsKey);
    }

    private static boolean asks(Service service) {
        boolean verifies = service.value("verify")
                .filter(level -> level.compareTo("2") >= 0)
                .isPresent();
        return verifies
                || service.has("include")
                || CHECKS.stream()
                        .anyMatch(option -> service.value(option)
                                .filter(v -> !v.equalsIgnoreCase("no"))
                                .isPresent());
    }
}
