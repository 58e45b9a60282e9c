package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A certificate without its chain: certbot's {@code cert.pem} holds the server's certificate alone. */
final class ChainRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/%s.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-certificate-without-chain",
            Severity.ERROR,
            "A server presents its certificate without the chain",
            "Browsers often know the certificate between from elsewhere and mend it; apps, scripts and other servers refuse the connection.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("cert")),
            SERVER.formatted("fullchain"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Stream.concat(http.declared("ssl_certificate"), http.inServers("ssl_certificate"))
                    .filter(c -> Certificates.lineage(c.argument(0)).isPresent())
                    .filter(c ->
                            c.argument(0).endsWith("/cert.pem") || c.argument(0).endsWith("/chain.pem"))
                    .forEach(c -> findings.add(
                            c.source(),
                            c.line(),
                            "'" + c.argument(0)
                                    + "' is not the certificate with its chain, so apps and scripts refuse the connection",
                            "name fullchain.pem of the same folder"));
        }
    }
}
