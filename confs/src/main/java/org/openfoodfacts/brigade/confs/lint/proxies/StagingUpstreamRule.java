package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Machines;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.proxies.Backends.Backend;

/** A public name that leads to what is called staging: by the name of the upstream's host, or of the guest that has its address at the site. */
final class StagingUpstreamRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name %s;
                location / {
                    proxy_pass http://off.staging.internal:8080;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-staging-upstream",
            Severity.WARNING,
            "A production name leads to a staging machine",
            "Users see test data and what they enter is lost with the next rebuild of staging.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("world.example.org")),
            SERVER.formatted("world.staging.example.org"));
    private static final Pattern STAGING = Pattern.compile("(^|[-_.])(staging|preprod|dev|test)($|[-_.0-9])");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Sites sites = Sites.of(repository);
        for (Http http : Http.of(repository)) {
            Optional<String> site = sites.site(http.folder());
            Set<Scope> said = new HashSet<>();
            for (VirtualServer server : http.servers()) {
                Optional<String> production = server.exactNames()
                        .filter(n -> Machines.isProduction(n, List.of()).holds()
                                && !STAGING.matcher(n).find())
                        .findFirst();
                boolean allAre = production.isPresent()
                        && server.exactNames()
                                .allMatch(
                                        n -> Machines.isProduction(n, List.of()).holds());
                if (allAre) {
                    Backends.of(http, server)
                            .filter(b -> said.add(b.at()))
                            .forEach(b -> check(sites, site, production.get(), b, findings));
                }
            }
        }
    }

    private static void check(Sites sites, Optional<String> site, String name, Backend backend, Findings findings) {
        List<String> owners = site.map(s -> sites.owners(s, backend.host())).orElse(List.of());
        Optional<String> staging = owners.isEmpty()
                ? Optional.of(backend.host()).filter(h -> STAGING.matcher(h).find())
                : owners.stream().filter(o -> STAGING.matcher(o).find()).findFirst();
        staging.ifPresent(machine -> findings.guess(
                backend.at().source(),
                backend.at().line(),
                "'" + machine + "' is staging by its name",
                "'" + name + "' leads to '" + machine + "', so users see test data and lose what they enter",
                "name the production machine"));
    }
}
