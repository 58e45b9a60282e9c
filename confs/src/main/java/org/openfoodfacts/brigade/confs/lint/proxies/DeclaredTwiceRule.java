package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A zone, upstream or log format that stands twice in one http block; nginx refuses each of them. */
final class DeclaredTwiceRule implements Rule {
    private static final String ZONES = """
            --- confs/proxy1/nginx/conf.d/a.conf
            limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;
            --- confs/proxy1/nginx/conf.d/b.conf
            limit_req_zone $binary_remote_addr zone=%s:10m rate=5r/s;
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-declared-twice",
            Severity.ERROR,
            "A zone, upstream or log format is declared twice on one machine",
            "nginx refuses its configuration: the next reload fails, and after a restart all its sites are down.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/b.conf:1", ZONES.formatted("api")),
            ZONES.formatted("search"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, Scope> seen = new HashMap<>();
            for (Scope scope : http.loaded()) {
                for (String what : declared(scope)) {
                    Scope first = seen.putIfAbsent(what, scope);
                    if (first != null) {
                        report(first, scope, what, findings);
                    }
                }
            }
        }
    }

    private static List<String> declared(Scope scope) {
        return switch (scope.name()) {
            case "limit_req_zone", "limit_conn_zone", "proxy_cache_path" ->
                Zones.declared(scope).map(z -> List.of("zone '" + z + "'")).orElse(List.of());
            case "upstream" -> List.of("upstream '" + scope.argument(0).toLowerCase(Locale.ROOT) + "'");
            case "log_format" -> List.of("log_format '" + scope.argument(0) + "'");
            default -> List.of();
        };
    }

    private static void report(Scope first, Scope second, String what, Findings findings) {
        findings.add(
                second.source(),
                second.line(),
                "the " + what + " is declared in " + first.source().real() + ":" + first.line()
                        + " already, so nginx refuses its configuration",
                "remove one of the two, or give it a name of its own");
    }
}
