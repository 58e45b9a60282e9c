package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** Stapling for a Let's Encrypt certificate: since May 2025 they name no OCSP responder, and the service ended in August 2025. */
final class StaplingRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
                ssl_stapling %s;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-stapling-without-ocsp",
            Severity.NOTE,
            "Stapling is on for a certificate of Let's Encrypt, which has no OCSP any more",
            "nginx passes it over with a warning at every start ('no OCSP responder URL in the certificate'), among which others are not seen.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVER.formatted("on")),
            SERVER.formatted("off"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            for (VirtualServer server : http.servers()) {
                boolean letsEncrypt = server.scope().effective("ssl_certificate").stream()
                        .anyMatch(c -> Certificates.lineage(c.argument(0)).isPresent());
                Stream<Scope> on = server.scope()
                        .own("ssl_stapling")
                        .filter(d -> d.argument(0).equals("on"));
                if (letsEncrypt) {
                    on.forEach(d -> findings.add(
                            d.source(),
                            d.line(),
                            "Let's Encrypt has ended OCSP, so ssl_stapling only makes nginx warn at every start",
                            "remove ssl_stapling and ssl_stapling_verify"));
                }
            }
        }
    }
}
