package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.Locale;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** stunnel(8), Authentication: PSK services are written with {@code ciphers = PSK}; without it the default list is offered, which holds PSK too. */
final class CipherRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-psk-ciphers",
            Severity.NOTE,
            "A tunnel with keys does not restrict its ciphers to them",
            """
            Without 'ciphers = PSK' both ends also offer the ciphers of certificates. It works as long as nobody adds a certificate; after \
            that the two ends may agree on one, and the key is not asked for.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:4", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            ciphers = PSK
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (End end : End.written(repository)) {
            boolean restricted = end.service()
                    .value("ciphers")
                    .filter(ciphers -> ciphers.toUpperCase(Locale.ROOT).contains("PSK"))
                    .isPresent();
            if (end.service().has("psksecrets") && !restricted && !end.service().has("include")) {
                findings.add(
                        end.source(),
                        end.line("psksecrets"),
                        "[" + end.name()
                                + "] has PSKsecrets without 'ciphers = PSK', so it offers the ciphers of certificates too",
                        "add ciphers = PSK");
            }
        }
    }
}
