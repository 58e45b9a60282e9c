package org.openfoodfacts.brigade.confs.lint.tunnels;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.Trait;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** Entrances belong on a machine without a public address; what a proxy uses itself, on loopback, is right. */
final class EntranceOnProxyRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-entrance-on-proxy",
            Severity.WARNING,
            "The client entrance of a tunnel is on a public proxy",
            """
            On a machine the world reaches, one wrong address, or one that is left out, opens the entrance to everyone. A machine with a \
            private address only cannot make that mistake. An entrance on loopback, for the proxy's own use, is fine.""",
            "The entrance through which MongoDB was emptied was on a machine with a public address.",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:3", """
                    --- confs/proxy/stunnel/shop.conf
                    [Redis]
                    client = yes
                    accept = 10.1.0.101:6379
                    connect = proxy.other.example.org:6379
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    """),
            """
            --- confs/stunnel-client/stunnel/shop.conf
            [Redis]
            client = yes
            accept = 10.1.0.113:6379
            connect = proxy.other.example.org:6379
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/redis.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (End end : End.all(repository)) {
            Trait proxy = repository.machine().isPublicProxy(end.folder());
            if (end.isClient() && proxy.holds()) {
                end.accept()
                        .filter(accept -> Scope.of(accept.host()) == Scope.PRIVATE)
                        .ifPresent(accept -> found(end, accept, proxy, findings));
            }
        }
    }

    private static void found(End end, Endpoint accept, Trait proxy, Findings findings) {
        String message = "the entrance [" + end.name() + "] on " + accept
                + " is on a public proxy, where one wrong address" + " opens what is behind it to everyone";
        String remedy = "move the section to the site's stunnel client, which has a private address only";
        if (proxy.isKnown()) {
            findings.add(end.source(), end.line("accept"), message, remedy);
        } else {
            findings.guess(end.source(), end.line("accept"), "a proxy " + proxy.guessed(), message, remedy);
        }
    }
}
