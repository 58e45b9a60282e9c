package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A server none of whose names its certificate's lineage is called by: a certificate may hold more names than that, so it is a guess. */
final class CertificateNameRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/%1$s.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/%1$s.example.org/privkey.pem;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-certificate-of-another-name",
            Severity.WARNING,
            "A server presents the certificate of another name",
            """
            Browsers refuse a certificate that does not hold the name they asked for. A lineage is called by its first name only and may hold \
            this one too; then the site still breaks when somebody renews it for its own name alone, or deletes it with the other site.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("b")),
            SERVER.formatted("a"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.servers().stream().filter(VirtualServer::isOnTls).forEach(server -> check(server, findings));
        }
    }

    private static void check(VirtualServer server, Findings findings) {
        List<String> names = server.names().stream()
                .filter(n -> n.contains(".") && !n.startsWith("~"))
                .toList();
        List<Scope> certificates = server.scope().own("ssl_certificate").toList();
        Optional<Scope> first = certificates.stream().findFirst();
        if (names.isEmpty() || names.size() < server.names().size() || first.isEmpty()) {
            return;
        }
        List<String> lineages = certificates.stream()
                .flatMap(c -> Certificates.lineage(c.argument(0)).stream())
                .map(Certificates::firstName)
                .toList();
        boolean isForeign = lineages.size() == certificates.size()
                && lineages.stream().noneMatch(l -> names.stream().anyMatch(n -> Certificates.covers(l, n)));
        if (isForeign) {
            findings.guess(
                    first.get().source(),
                    first.get().line(),
                    "the certificate holds no more than the name it is called by",
                    "'" + names.getFirst() + "' presents the certificate of '" + lineages.getFirst()
                            + "', which browsers refuse when it does not hold that name too",
                    "issue a certificate for " + names.getFirst()
                            + ", or see with 'certbot certificates' that this one holds it");
        }
    }
}
