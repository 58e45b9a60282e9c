package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * A name with a certificate of its own from Let's Encrypt that nobody answers for on port 80, where http-01 asks. Silent where a wildcard or
 * a certificate for more names shows that dns-01 may be used, and where port 80 has a default server or no server at all.
 */
final class HttpSiteMissingRule implements Rule {
    private static final String FILES = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
            }
            --- confs/proxy1/nginx/conf.d/http.conf
            server {
                listen 80;
                server_name b.example.org%s;
                return 301 https://$host$request_uri;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-http-site-missing",
            Severity.WARNING,
            "A name with a certificate is not served on port 80",
            """
            Let's Encrypt asks for the http-01 challenge on port 80; another site answers there and the renewal fails, until the certificate \
            expires. Whoever types the name without https:// gets the other site, too.""",
            "Certificates expired and users noticed first, one to three days later.",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:3", FILES.formatted("")),
            FILES.formatted(" a.example.org"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            List<VirtualServer> plain = http.servers().stream()
                    .filter(s -> s.listens().stream().anyMatch(HttpSiteMissingRule::isHttp))
                    .toList();
            boolean takesAll = plain.stream()
                    .anyMatch(s -> s.scope().isItselfOpen()
                            || s.listens().stream().anyMatch(l -> isHttp(l) && l.isDefault())
                            || s.names().stream().anyMatch(n -> n.startsWith("~") || n.equals("_"))
                            || s.names().isEmpty());
            if (!plain.isEmpty() && !takesAll) {
                Set<String> served = new HashSet<>();
                plain.forEach(s -> served.addAll(s.names()));
                http.servers().forEach(server -> check(server, served, findings));
            }
        }
    }

    private static boolean isHttp(Listen listen) {
        return listen.port().equals("80") && !listen.isTls();
    }

    private static void check(VirtualServer server, Set<String> served, Findings findings) {
        Optional<String> lineage = server.scope()
                .first("ssl_certificate")
                .flatMap(c -> Certificates.lineage(c.argument(0)))
                .map(Certificates::firstName);
        boolean mayUseDns = server.names().stream().anyMatch(n -> !VirtualServer.isExact(n));
        if (lineage.isEmpty() || mayUseDns || !server.names().contains(lineage.get())) {
            return;
        }
        Scope at = server.scope().first("server_name").orElse(server.scope());
        server.exactNames()
                .filter(name -> !isServed(name, served))
                .findFirst()
                .ifPresent(name -> findings.guess(
                        at.source(),
                        at.line(),
                        "its certificate is renewed by http-01",
                        "no server answers for '" + name
                                + "' on port 80, so the challenge gets another site's answer and the certificate expires",
                        "add a server with 'listen 80' and this name that redirects to https"));
    }

    private static boolean isServed(String name, Set<String> served) {
        if (served.contains(name) || served.contains("." + name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String above = name.substring(dot);
            if (served.contains("*" + above) || served.contains(above)) {
                return true;
            }
        }
        return false;
    }
}
