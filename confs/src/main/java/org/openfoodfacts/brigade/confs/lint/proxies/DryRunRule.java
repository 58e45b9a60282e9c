package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A limit that only counts. */
final class DryRunRule implements Rule {
    private static final String SITE = """
            --- confs/proxy1/nginx/conf.d/a.conf
            limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;
            server {
                listen 80;
                server_name a.example.org;
                limit_req zone=api burst=20 nodelay;
                limit_req_dry_run %s;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-limit-dry-run",
            Severity.WARNING,
            "A rate limit runs dry: it counts and limits nobody",
            "Whoever reads the file believes the site is protected. A trial has an end, after which the limit is made to hold or removed.",
            "Half of all requests came from crawlers, past a limit that was never made to hold.",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SITE.formatted("on")),
            SITE.formatted("off"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            for (String name : List.of("limit_req_dry_run", "limit_conn_dry_run")) {
                Stream.concat(http.declared(name), http.inServers(name))
                        .filter(d -> d.argument(0).equalsIgnoreCase("on"))
                        .forEach(d -> findings.add(
                                d.source(),
                                d.line(),
                                name + " is on, so the limit only counts and holds back nobody",
                                "remove the line, or allow it here with the day on which the trial ends"));
            }
        }
    }
}
