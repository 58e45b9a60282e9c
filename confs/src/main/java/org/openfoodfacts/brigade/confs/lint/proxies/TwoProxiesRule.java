package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.Trait;
import org.openfoodfacts.brigade.confs.lint.proxies.Backends.Backend;

/** One name on two public proxies that lead it to different backends. A proxy behind another one leads to itself, and is left out. */
final class TwoProxiesRule implements Rule {
    private static final String FILES = """
            --- confs/north-proxy/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location / { proxy_pass http://10.1.0.113; }
            }
            --- confs/south-proxy/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name %s.example.org;
                location / { proxy_pass http://10.1.0.200; }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-name-on-two-proxies",
            Severity.WARNING,
            "A name is served by two proxies at odds",
            """
            Only one of them is the one that the name leads to; the other is a leftover of a move, which somebody will edit without effect, \
            or whose certificate can no longer be renewed. When the name leads to both, users get one or the other.""",
            "Certificates expired after a site had moved to another proxy: the old one could not renew them.",
            new RulePage.Failing("confs/south-proxy/nginx/conf.d/a.conf:1", FILES.formatted("a")),
            FILES.formatted("b"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Served(Http http, VirtualServer server, Set<String> backends) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, Served> first = new HashMap<>();
        for (Http http : Http.of(repository)) {
            if (http.folder().equals(Repository.SHARED)
                    || !isPublic(repository, http).holds()) {
                continue;
            }
            for (VirtualServer server : http.servers()) {
                Served served = new Served(http, server, backends(http, server));
                Set<String> said = new HashSet<>();
                if (!served.backends().isEmpty()) {
                    server.exactNames().forEach(name -> {
                        Served other = first.putIfAbsent(name, served);
                        if (other != null
                                && isAtOdds(other, served)
                                && said.add(other.http().folder())) {
                            report(repository, name, other, served, findings);
                        }
                    });
                }
            }
        }
    }

    private static Trait isPublic(Repository repository, Http http) {
        return repository.machine().isPublicProxy(http.folder());
    }

    private static Set<String> backends(Http http, VirtualServer server) {
        Set<String> hosts = Backends.of(http, server).map(Backend::host).collect(Collectors.toCollection(TreeSet::new));
        boolean leadsToItself =
                hosts.stream().anyMatch(h -> h.startsWith("127.") || h.equals("localhost") || h.equals("[::1]"));
        return leadsToItself ? Set.of() : hosts;
    }

    private static boolean isAtOdds(Served one, Served other) {
        return !one.http().folder().equals(other.http().folder())
                && Collections.disjoint(one.backends(), other.backends());
    }

    private static void report(Repository repository, String name, Served one, Served other, Findings findings) {
        String what = "'" + name + "' leads to " + String.join(", ", other.backends()) + " here and to "
                + String.join(", ", one.backends()) + " on " + one.http().folder()
                + ", so one of the two is never asked or users get one or the other";
        String remedy = "remove it from the proxy that the name no longer leads to";
        Trait here = isPublic(repository, other.http());
        Trait there = isPublic(repository, one.http());
        if (here.isKnown() && there.isKnown()) {
            findings.add(other.server().source(), other.server().line(), what, remedy);
        } else {
            String because = "both are public proxies";
            findings.guess(other.server().source(), other.server().line(), because, what, remedy);
        }
    }
}
