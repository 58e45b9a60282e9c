package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** An upstream's address that no guest of the tree has, where the tree knows the guests of the proxy's site. */
final class UpstreamOwnerRule implements Rule {
    private static final String FILES = """
            --- confs/off1/pve/lxc_101.conf
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.101/24
            --- confs/off1/pve/lxc_110.conf
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.110/24
            --- confs/off2/pve/lxc_113.conf
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24
            --- confs/off-proxy/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location / {
                    proxy_pass http://10.1.0.%s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-upstream-unowned",
            Severity.WARNING,
            "A site leads to an address that no guest has",
            "Every request ends with 502 or 504. The guest moved, was removed, or the number is mistyped. It is judged only where the tree holds at least three guests of the proxy's site and network.",
            "",
            new RulePage.Failing("confs/off-proxy/nginx/conf.d/a.conf:5", FILES.formatted("131")),
            FILES.formatted("113"));
    private static final Pattern GUEST = Pattern.compile("(?:10|172|192)\\.\\d+\\.\\d+\\.(?:1\\d\\d|2\\d\\d)");
    private static final int ENOUGH = 3;

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Sites sites = Sites.of(repository);
        List<Http> all = Stream.concat(Http.of(repository).stream(), Http.streamsOf(repository).stream())
                .toList();
        for (Http http : all) {
            Optional<String> site = sites.site(http.folder());
            Set<Scope> said = new HashSet<>();
            if (site.isPresent()) {
                Stream.concat(
                                http.servers().stream().flatMap(server -> Backends.of(http, server)),
                                Backends.ofMaps(http))
                        .filter(b -> GUEST.matcher(b.host()).matches() && said.add(b.at()))
                        .filter(b ->
                                sites.neighbours(site.get(), b.host()) >= ENOUGH && !sites.isOwnedAnywhere(b.host()))
                        .forEach(b -> findings.guess(
                                b.at().source(),
                                b.at().line(),
                                "the tree holds all guests of the site '" + site.get() + "'",
                                "no guest has the address " + b.host() + ", so requests end with 502 or 504",
                                "name the address of the guest that serves it now, or remove the site"));
            }
        }
    }
}
