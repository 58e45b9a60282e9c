package org.openfoodfacts.brigade.confs.lint.tunnels;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/**
 * A client's entrance takes plain text from whoever reaches it and speaks for the machine behind it, so only loopback and private addresses
 * are right. stunnel(8), accept: "If no host specified, defaults to all IPv4 addresses for the local host".
 */
final class EntranceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-entrance-public",
            Severity.ERROR,
            "The client entrance of a tunnel listens on a public address or on all addresses",
            """
            The entrance asks nobody who he is: stunnel proves itself to the other end with its key, for everyone who connects. Whoever \
            reaches the entrance is in the database behind it. A port alone means every address the machine has, now or after its next \
            network card. The server's end is another matter: it asks for the key, and listening everywhere is what it is for.""",
            "A client entrance to MongoDB listened on a public address; the data was taken and deleted for a ransom.",
            new RulePage.Failing("confs/stunnel-client/stunnel/shop.conf:3", """
                    --- confs/stunnel-client/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    """),
            """
            --- confs/stunnel-client/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
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
        End.written(repository).stream()
                .filter(End::isClient)
                .forEach(end -> end.accept().ifPresent(accept -> judge(end, accept, findings)));
    }

    private static void judge(End end, Endpoint accept, Findings findings) {
        Scope scope = Scope.of(accept.host());
        if (scope != Scope.ALL && scope != Scope.PUBLIC) {
            return;
        }
        String where = scope == Scope.PUBLIC
                ? "the public address " + accept.host()
                : accept.host().isEmpty() ? "all addresses, because accept gives a port alone" : "all addresses";
        String target =
                end.connects().findFirst().map(c -> "what is behind " + c).orElse("what is behind it");
        findings.add(
                end.source(),
                end.line("accept"),
                "the entrance [" + end.name() + "] listens on " + where + ", so whoever reaches port " + accept.port()
                        + " uses " + target + " without a key",
                "accept on the machine's private address: accept = 10.x.x.x:" + accept.port()
                        + ", then restart stunnel (a reload may keep the old socket) and look at the sockets");
    }
}
