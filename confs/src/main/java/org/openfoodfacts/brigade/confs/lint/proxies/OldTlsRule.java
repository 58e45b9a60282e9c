package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** Versions of TLS that RFC 8996 forbids; those of http are judged where a server takes them from there. */
final class OldTlsRule implements Rule {
    private static final String SITE = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
                ssl_protocols %sTLSv1.2 TLSv1.3;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-old-tls",
            Severity.WARNING,
            "Broken versions of TLS are offered",
            "SSLv3, TLS 1.0 and 1.1 are forbidden by RFC 8996 and refused by every browser since 2020: who sits between can make a client use them.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SITE.formatted("TLSv1 TLSv1.1 ")),
            SITE.formatted(""));
    private static final Set<String> OLD = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Stream<Scope> ofAll = http.servers().stream().anyMatch(OldTlsRule::inherits)
                    ? http.declared("ssl_protocols")
                    : Stream.empty();
            Stream.concat(ofAll, http.inServers("ssl_protocols")).forEach(d -> check(d, findings));
        }
    }

    /** Certbot's options bring protocols of their own. */
    private static boolean inherits(VirtualServer server) {
        boolean hasOwn = server.scope().directive().block().stream()
                .anyMatch(d -> d.name().equals("include") && d.argument(0).endsWith("/options-ssl-nginx.conf"));
        return server.isOnTls()
                && !hasOwn
                && server.scope().first("ssl_protocols").isEmpty();
    }

    private static void check(Scope protocols, Findings findings) {
        List<String> old =
                protocols.directive().values().stream().filter(OLD::contains).toList();
        if (!old.isEmpty()) {
            findings.add(
                    protocols.source(),
                    protocols.line(),
                    String.join(" and ", old) + " are offered, whose encryption can be broken by who sits between",
                    "write 'ssl_protocols TLSv1.2 TLSv1.3'");
        }
    }
}
