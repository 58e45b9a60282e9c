package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Set;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** A host's name as it stands in {@code proxy_pass} or an upstream: nginx resolves it when it reads its configuration, and only then. */
final class NameAtStartRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location / {
                    proxy_pass http://%s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-name-resolved-at-start",
            Severity.NOTE,
            "An upstream's name is resolved only when nginx starts",
            """
            When the name gets another address, nginx keeps the old one until it is reloaded; when the name server is not there yet at boot, \
            nginx does not start at all, and every site of the proxy is down.""",
            "",
            new RulePage.Failing(
                    "confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("off.internal.example.org:8080")),
            SERVER.formatted("10.1.0.113:8080"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Set<String> upstreams = http.upstreams().keySet();
            http.inServers("proxy_pass")
                    .filter(p -> !p.argument(0).contains("$"))
                    .filter(p ->
                            !upstreams.contains(ProxyTarget.of(p.argument(0)).host()))
                    .forEach(p -> check(p, ProxyTarget.of(p.argument(0)).host(), findings));
            http.declared("upstream")
                    .flatMap(u -> u.own("server"))
                    .filter(s -> !s.directive().values().contains("resolve"))
                    .forEach(s -> check(s, ProxyTarget.of(s.argument(0)).host(), findings));
        }
    }

    private static void check(Scope at, String host, Findings findings) {
        boolean isName =
                host.contains(".") && !host.contains("/") && !host.startsWith("[") && !Networks.isAddress(host);
        if (isName) {
            findings.add(
                    at.source(),
                    at.line(),
                    "'" + host
                            + "' is resolved only when nginx starts or reloads, so it keeps the old address when the name moves"
                            + " and does not start without a name server",
                    "write its address, or put the name into a variable and add a resolver");
        }
    }
}
