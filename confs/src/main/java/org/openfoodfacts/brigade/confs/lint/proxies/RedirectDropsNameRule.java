package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Condition;
import org.openfoodfacts.brigade.confs.nginx.Directive;

/** Certbot's redirect names each host in an {@code if} of its own and ends with 404: a name added by hand gets the 404. */
final class RedirectDropsNameRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                if ($host = a.example.org) {
                    return 301 https://$host$request_uri;
                } # managed by Certbot
                listen 80;
                server_name a.example.org%s;
                return 404; # managed by Certbot
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-redirect-drops-name",
            Severity.WARNING,
            "The redirect to https leaves out a name of its server",
            "Who types that name, or follows an old link, gets 'not found' instead of the site.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVER.formatted(" www.a.example.org")),
            SERVER.formatted(""));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.servers().forEach(server -> check(server, findings));
        }
    }

    private static void check(VirtualServer server, Findings findings) {
        boolean endsIn404 =
                server.scope().own("return").anyMatch(r -> r.argument(0).equals("404"));
        boolean isPlain = server.listens().stream().allMatch(l -> l.port().equals("80") && !l.isTls());
        Optional<Scope> at = server.scope().first("server_name");
        if (!endsIn404
                || !isPlain
                || at.isEmpty()
                || server.locations().findAny().isPresent()) {
            return;
        }
        List<Directive> ifs = server.scope().own("if").map(Scope::directive).toList();
        List<Condition> conditions =
                ifs.stream().flatMap(d -> Condition.of(d).stream()).toList();
        boolean allName = !ifs.isEmpty()
                && conditions.size() == ifs.size()
                && conditions.stream()
                        .allMatch(c ->
                                c.variable().equals("$host") && c.operator().equals("="));
        if (!allName || server.scope().first("rewrite").isPresent()) {
            return;
        }
        Set<String> redirected = conditions.stream().map(Condition::value).collect(Collectors.toSet());
        List<String> dropped =
                server.exactNames().filter(n -> !redirected.contains(n)).toList();
        if (!dropped.isEmpty()) {
            findings.add(
                    at.get().source(),
                    at.get().line(),
                    "http://" + dropped.getFirst() + " gets 404 instead of the redirect to https, which is made for "
                            + String.join(", ", redirected.stream().sorted().toList()) + " only",
                    "replace the ifs and the 404 by 'return 301 https://$host$request_uri'");
        }
    }
}
