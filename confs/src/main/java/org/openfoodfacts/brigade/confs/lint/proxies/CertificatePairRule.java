package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A certificate of one lineage with the key of another: certbot makes a key per lineage, so they cannot belong together. */
final class CertificatePairRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/%s.example.org/privkey.pem;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-certificate-key-mismatch",
            Severity.ERROR,
            "ssl_certificate and ssl_certificate_key are of different certificates, or the latter is missing",
            "nginx refuses to load them ('key values mismatch'): the next reload fails, and after a restart all its sites are down.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("b")),
            SERVER.formatted("a"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            check(http.root(), findings);
            for (VirtualServer server : http.servers()) {
                check(server.scope(), findings);
                boolean hasKey = server.scope().isItselfOpen()
                        || !server.scope().effective("ssl_certificate_key").isEmpty();
                if (!hasKey && http.whole()) {
                    server.scope().first("ssl_certificate").ifPresent(c -> reportMissing(c, findings));
                }
            }
        }
    }

    private static void check(Scope block, Findings findings) {
        List<Scope> certificates = block.own("ssl_certificate").toList();
        List<Scope> keys = block.own("ssl_certificate_key").toList();
        for (int i = 0; i < Math.min(certificates.size(), keys.size()); i++) {
            check(certificates.get(i), keys.get(i), findings);
        }
    }

    private static void reportMissing(Scope certificate, Findings findings) {
        findings.add(
                certificate.source(),
                certificate.line(),
                "there is no ssl_certificate_key for '" + certificate.argument(0)
                        + "', so nginx refuses its configuration",
                "add ssl_certificate_key with privkey.pem of the same folder");
    }

    private static void check(Scope certificate, Scope key, Findings findings) {
        Optional<String> one = Certificates.lineage(certificate.argument(0));
        Optional<String> other = Certificates.lineage(key.argument(0));
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            findings.add(
                    key.source(),
                    key.line(),
                    "the key of '" + other.get() + "' does not belong to the certificate of '" + one.get()
                            + "', so nginx refuses its configuration",
                    "take both from one folder of /etc/letsencrypt/live");
        }
    }
}
