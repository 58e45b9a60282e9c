package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/**
 * A variable in {@code proxy_pass} that holds a host's name, and no {@code resolver}: nginx looks the name up at every request, first among
 * its upstreams and the literal targets it knows, and answers 502 when it has nobody to ask (ngx_http_upstream_init_request).
 */
final class ResolverRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/nginx.conf
            http {
                server {
                    listen 80;
                    server_name a.example.org;
            %s        location / {
                        set $upstream off.internal.example.org;
                        proxy_pass http://$upstream:8080;
                    }
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-proxy-pass-without-resolver",
            Severity.ERROR,
            "proxy_pass holds a variable and a host's name, and there is no resolver",
            """
            With a variable, be it in the path only, nginx looks the name up at every request, and not in /etc/hosts or resolv.conf: without the directive resolver \
            every request ends with 502. It takes an address or the name of an upstream as it is.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/nginx.conf:7", SERVER.formatted("")),
            SERVER.formatted("        resolver 10.1.0.1;\n"));

    private static final Pattern WRITTEN =
            Pattern.compile("https?://([A-Za-z0-9._-]+)(?::\\d+)?(?=[/?]|\\$\\{?(?:request_uri|uri)\\b)");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            List<Scope> passes = http.inServers("proxy_pass").toList();
            Set<String> known = new HashSet<>(http.upstreams().keySet());
            passes.stream()
                    .filter(p -> !p.argument(0).contains("$"))
                    .forEach(p -> known.add(ProxyTarget.of(p.argument(0)).host()));
            for (Scope pass : passes) {
                if (pass.argument(0).contains("$")
                        && pass.effective("resolver").isEmpty()
                        && !pass.parent().isOpen()) {
                    host(http, pass)
                            .filter(host ->
                                    !host.startsWith("$") || known.stream().noneMatch(http::isServed))
                            .filter(host -> !known.contains(host) && !Networks.isAddress(host) && !host.startsWith("["))
                            .ifPresent(host -> report(http, pass, host, findings));
                }
            }
        }
    }

    /** A variable anywhere, be it in the path, makes nginx look for the host at every request. */
    private static Optional<String> host(Http http, Scope pass) {
        Matcher written = WRITTEN.matcher(pass.argument(0));
        return written.lookingAt()
                ? Optional.of(written.group(1).toLowerCase(Locale.ROOT))
                : Variables.host(http, pass, pass.argument(0));
    }

    private static void report(Http http, Scope pass, String host, Findings findings) {
        String what = "proxy_pass looks up '" + host
                + "' at every request and there is no resolver, so every request ends with 502";
        Optional<String> ask =
                http.whole() ? Optional.empty() : Optional.of("nginx.conf, which is not in the tree, has none");
        String remedy = "add 'resolver' with the address of a name server, or name an upstream";
        if (ask.isEmpty()) {
            findings.add(pass.source(), pass.line(), what, remedy);
        } else {
            findings.guess(pass.source(), pass.line(), ask.get(), what, remedy);
        }
    }
}
