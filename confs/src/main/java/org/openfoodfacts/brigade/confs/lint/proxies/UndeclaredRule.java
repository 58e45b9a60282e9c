package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A zone or log format that is used and nowhere declared; judged only where the machine's {@code nginx.conf} is in the tree, and a guess where it includes what is not. */
final class UndeclaredRule implements Rule {
    private static final String FILES = """
            --- confs/proxy1/nginx/nginx.conf
            events {}
            http {
                proxy_cache_path /var/cache/nginx keys_zone=static:10m;
                include /etc/nginx/conf.d/*.conf;
            }
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location / {
                    proxy_cache %s;
                    proxy_pass http://10.1.0.113;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-undeclared",
            Severity.ERROR,
            "A cache zone, limit zone or log format is used that no file declares",
            "nginx refuses its configuration: the next reload fails, and after a restart all its sites are down.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", FILES.formatted("pages")),
            FILES.formatted("static"));
    private static final Set<String> DECLARING = Set.of("limit_req_zone", "limit_conn_zone", "proxy_cache_path");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Http.of(repository).stream()
                .filter(http -> repository.find(http.folder(), Http.MAIN).isPresent())
                .forEach(http -> check(http, findings));
    }

    private static void check(Http http, Findings findings) {
        Set<String> zones = new HashSet<>();
        Set<String> formats = new HashSet<>(Set.of("combined"));
        for (Scope scope : http.root().children()) {
            if (DECLARING.contains(scope.name())) {
                Zones.declared(scope).ifPresent(zones::add);
            } else if (scope.name().equals("log_format")) {
                formats.add(scope.argument(0));
            }
        }
        for (String name : List.of("proxy_cache", "limit_req", "limit_conn")) {
            Stream.concat(http.declared(name), http.inServers(name))
                    .forEach(use -> report(http, use, "zone '", Zones.used(use), zones, findings));
        }
        Stream.concat(http.declared("access_log"), http.inServers("access_log"))
                .forEach(use -> report(http, use, "log_format '", format(use), formats, findings));
    }

    private static Optional<String> format(Scope accessLog) {
        String format = accessLog.argument(1);
        boolean isOption = format.contains("=") || format.contains("$") || format.isEmpty();
        return isOption || accessLog.argument(0).equals("off") ? Optional.empty() : Optional.of(format);
    }

    private static void report(
            Http http, Scope use, String kind, Optional<String> used, Set<String> declared, Findings findings) {
        if (used.isEmpty() || declared.contains(used.get())) {
            return;
        }
        String what = use.name() + " uses the " + kind + used.get()
                + "', which no file of the machine declares, so nginx refuses its configuration";
        String known = declared.isEmpty() ? "" : "; declared are " + String.join(", ", new TreeSet<>(declared));
        String remedy = "declare it at the level of http" + known;
        if (http.whole()) {
            findings.add(use.source(), use.line(), what, remedy);
        } else {
            String because = "what nginx.conf includes and is not in the tree does not declare it";
            findings.guess(use.source(), use.line(), because, what, remedy);
        }
    }
}
