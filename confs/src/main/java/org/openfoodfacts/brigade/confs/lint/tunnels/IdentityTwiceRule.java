package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** At level notice the server logs the identity a client used; two clients of one server under one identity are one in its log. */
final class IdentityTwiceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-identity-twice",
            Severity.WARNING,
            "Two clients show the same identity to the same service",
            """
            The server's log names the identity only. When two machines use one, nobody can tell from the log which of them is still on the \
            old key, and taking the key from one takes it from the other.""",
            "",
            new RulePage.Failing("confs/client-b/stunnel/shop.conf:7", """
                    --- confs/client-a/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 10.1.0.113:27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    PSKidentity = client-a
                    --- confs/client-b/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 10.1.0.113:27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    PSKidentity = client-a
                    """),
            """
            --- confs/client-a/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            PSKidentity = client-a
            --- confs/client-b/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            PSKidentity = client-b
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, End> first = new HashMap<>();
        for (End end : End.all(repository)) {
            String identity =
                    end.isClient() ? end.service().value("pskidentity").orElse("") : "";
            if (!identity.isEmpty()) {
                end.connects().map(Endpoint::toString).distinct().forEach(connect -> {
                    End other = first.putIfAbsent(identity + " " + connect, end);
                    if (other != null && !other.folder().equals(end.folder())) {
                        found(other, end, identity, connect, findings);
                    }
                });
            }
        }
    }

    private static void found(End other, End end, String identity, String connect, Findings findings) {
        findings.add(
                end.source(),
                end.line("pskidentity"),
                "[" + end.name() + "] shows the identity '" + identity + "' to " + connect + " like " + other.folder()
                        + " does, so the server's log cannot tell the two apart and neither key can be withdrawn alone",
                "give this machine an identity and a key of its own");
    }
}
