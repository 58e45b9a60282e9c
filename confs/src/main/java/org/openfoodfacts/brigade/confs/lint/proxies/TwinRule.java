package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A location that stands in both servers of a site (http and https) and differs in the arguments of one directive only. What follows the
 * scheme may differ, and so may logs; with more than one difference it is another thing, not a twin.
 */
final class TwinRule implements Rule {
    private static final String SERVERS = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location /api/ {
                    proxy_set_header Host $host;
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_read_timeout 90s;
                    proxy_pass http://10.1.0.113;
                }
            }
            server {
                listen 443 ssl;
                server_name a.example.org;
                location /api/ {
                    proxy_set_header Host $host;
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_read_timeout 90s;
                    proxy_pass http://10.1.0.%s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-twins-apart",
            Severity.NOTE,
            "The same location of a site differs between http and https in one place",
            "Somebody changed one of two copies: half of the requests still go the old way. Where both do the same, let one redirect to the other or include one file.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:18", SERVERS.formatted("114")),
            SERVERS.formatted("113"));
    private static final Set<String> MAY_DIFFER = Set.of(
            "access_log",
            "error_log",
            "proxy_set_header x-forwarded-proto",
            "proxy_set_header x-forwarded-port",
            "proxy_set_header x-forwarded-ssl",
            "add_header strict-transport-security");
    private static final int ALIKE = 3;

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, Scope> first = new HashMap<>();
            for (VirtualServer server : http.servers()) {
                if (server.names().isEmpty()) {
                    continue;
                }
                String names = String.join(" ", new TreeSet<>(server.names()));
                server.locations().filter(l -> !l.isItselfOpen()).forEach(location -> {
                    Scope twin =
                            first.putIfAbsent(names + " " + location.directive().values(), location);
                    if (twin != null && twin.source().equals(location.source())) {
                        compare(server, twin, location, findings);
                    }
                });
            }
        }
    }

    private static void compare(VirtualServer server, Scope one, Scope other, Findings findings) {
        Map<String, List<String>> left = lines(one);
        Map<String, List<String>> right = lines(other);
        Set<String> keys = new HashSet<>(left.keySet());
        keys.retainAll(right.keySet());
        List<String> different =
                keys.stream().filter(k -> !left.get(k).equals(right.get(k))).toList();
        boolean areTwins = left.keySet().equals(right.keySet()) && keys.size() - different.size() >= ALIKE;
        if (areTwins && different.size() == 1) {
            String what = different.getFirst();
            Scope at = other.children().stream()
                    .filter(c -> key(c).equals(what))
                    .findFirst()
                    .orElse(other);
            findings.guess(
                    at.source(),
                    at.line(),
                    "both copies are meant to do the same",
                    "location '" + other.pattern() + "' of " + server.called() + " stands in line " + one.line()
                            + " too and differs in '" + what + "' only, so requests are treated one way or the other",
                    "make them alike, or include one file in both");
        }
    }

    /** The arguments of each directive, of those that matter. */
    private static Map<String, List<String>> lines(Scope location) {
        return location.children().stream()
                .filter(c -> !MAY_DIFFER.contains(key(c)) && !MAY_DIFFER.contains(c.name()))
                .collect(Collectors.groupingBy(
                        TwinRule::key,
                        Collectors.mapping(c -> c.directive().values().toString(), Collectors.toList())));
    }

    static String key(Scope directive) {
        boolean isHeader = directive.name().endsWith("_header")
                && !directive.directive().arguments().isEmpty();
        return isHeader ? directive.name() + " " + directive.argument(0).toLowerCase(Locale.ROOT) : directive.name();
    }
}
