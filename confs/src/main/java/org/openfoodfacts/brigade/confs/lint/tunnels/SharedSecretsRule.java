package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Option;

/**
 * The server accepts every identity of its PSKsecrets file, and the client takes the first when it has no PSKidentity (stunnel(8)): a file
 * that two connections share opens both with the key of one.
 */
final class SharedSecretsRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-secrets-shared",
            Severity.WARNING,
            "Two tunnels use the same file of keys",
            """
            Every identity in the file opens every service that names the file: who was given the key to one database has the key to the \
            other, and taking it back from one takes it from both. Clients that name an identity each may share a file.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:10", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/shop.txt
                    [Redis]
                    accept = 6379
                    connect = 10.1.0.122:6379
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/shop.txt
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            [Redis]
            accept = 6379
            connect = 10.1.0.122:6379
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/redis.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, End> first = new HashMap<>();
        for (End end : End.all(repository)) {
            end.service().value("psksecrets").ifPresent(file -> {
                End other = first.putIfAbsent(key(end, file), end);
                if (other != null && Collections.disjoint(targets(other), targets(end))) {
                    found(other, end, file, findings);
                }
            });
        }
    }

    /** A client's identity belongs to it, a server's file is open as a whole. */
    private static String key(End end, String file) {
        String identity =
                end.isClient() ? "client " + end.service().value("pskidentity").orElse("") : "server";
        return end.folder() + " " + identity + " " + file;
    }

    /** The same service by IPv4 and IPv6, on two ports, or with another to fall back to, is one connection. */
    private static List<String> targets(End end) {
        return end.service().all("connect").map(Option::value).toList();
    }

    private static void found(End other, End end, String file, Findings findings) {
        String whose = end.isClient()
                ? "so both show the same identity and neither key can be changed alone"
                : "so whoever has a key to one has the other too";
        findings.add(
                end.source(),
                end.line("psksecrets"),
                "[" + end.name() + "] and [" + other.name() + "] share " + file + ", " + whose,
                "give [" + end.name() + "] a file and a key of its own");
    }
}
