package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * The site of production and that of staging (another top level domain, or one more label), whose copies of a location differ in one or two
 * directives that only one of them has. Names, certificates, addresses, logs, limits, caches, passwords and robots may differ.
 */
final class VariantRule implements Rule {
    private static final String SITES = """
            --- confs/north-proxy/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name shop.example.org;
                location / {
                    proxy_set_header Host $host;
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_read_timeout 90s;
                    client_max_body_size 20M;
                    proxy_pass http://10.1.0.113;
                }
            }
            --- confs/south-proxy/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name shop.example.net;
                location / {
                    proxy_set_header Host $host;
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_read_timeout 90s;%s
                    auth_basic "staging";
                    proxy_pass http://10.1.0.200;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-staging-apart",
            Severity.NOTE,
            "The site of staging lacks a directive that production has, or the other way",
            "Somebody changed one of two copies: what works in staging fails in production, or is not tried there at all.",
            "",
            new RulePage.Failing("confs/south-proxy/nginx/conf.d/a.conf:4", SITES.formatted("")),
            SITES.formatted("\n        client_max_body_size 20M;"));
    private static final Pattern MAY_DIFFER = Pattern.compile(
            "(auth_|access_log|error_log|ssl_|limit_|proxy_cache|proxy_no_cache|allow|deny|satisfy|if$|set$|return|rewrite|"
                    + "add_header (x-robots-tag|x-cache|strict-transport)|proxy_pass|error_page|resolver|location|"
                    + "proxy_hide_header x-robots|expires|root|try_files).*");
    private static final Set<String> STAGING = Set.of("staging", "dev", "preprod", "test", "net");
    private static final int ALIKE = 3;
    private static final int MOST_APART = 2;

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Site(VirtualServer server, boolean staging) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, List<Site>> bySite = new LinkedHashMap<>();
        for (Http http : Http.of(repository)) {
            if (repository.isMachine(http.folder())) {
                http.servers().stream()
                        .filter(s -> !s.names().isEmpty()
                                && s.names().getFirst().contains(".")
                                && !s.names().getFirst().startsWith("~"))
                        .forEach(s -> bySite.computeIfAbsent(
                                        common(s.names().getFirst()) + " " + s.isOnTls(), _ -> new ArrayList<>())
                                .add(new Site(s, isStaging(s.names().getFirst()))));
            }
        }
        bySite.values().forEach(sites -> {
            boolean arePair = sites.size() == 2
                    && sites.getFirst().staging() != sites.getLast().staging();
            if (arePair) {
                compare(sites.getFirst().server(), sites.getLast().server(), findings);
            }
        });
    }

    /** What the names of production and staging have in common. */
    private static String common(String name) {
        int end = name.lastIndexOf('.');
        return List.of(name.substring(0, end).split("\\.")).stream()
                .filter(label -> !STAGING.contains(label))
                .collect(Collectors.joining("."));
    }

    private static boolean isStaging(String name) {
        return List.of(name.split("\\.")).stream().anyMatch(STAGING::contains);
    }

    private static void compare(VirtualServer one, VirtualServer other, Findings findings) {
        Map<String, Scope> left = new LinkedHashMap<>();
        one.locations().forEach(l -> left.putIfAbsent(l.directive().values().toString(), l));
        other.locations().forEach(right -> {
            Scope location = left.get(right.directive().values().toString());
            if (location != null && !location.isOpen() && !right.isOpen()) {
                compare(one, location, other, right, findings);
            }
        });
    }

    private static void compare(VirtualServer one, Scope left, VirtualServer other, Scope right, Findings findings) {
        Set<String> here = keys(left);
        Set<String> there = keys(right);
        Set<String> onlyHere = new TreeSet<>(here);
        onlyHere.removeIf(key -> there.contains(key) || isAround(right, key));
        Set<String> onlyThere = new TreeSet<>(there);
        onlyThere.removeIf(key -> here.contains(key) || isAround(left, key));
        Set<String> both = new TreeSet<>(here);
        both.retainAll(there);
        if (both.size() >= ALIKE && onlyHere.size() + onlyThere.size() <= MOST_APART) {
            report(other, right, one, left, onlyHere, findings);
            report(one, left, other, right, onlyThere, findings);
        }
    }

    private static boolean isAround(Scope location, String key) {
        return location.effective(key.split(" ", 2)[0]).stream()
                .anyMatch(d -> TwinRule.key(d).equals(key));
    }

    private static Set<String> keys(Scope location) {
        return location.children().stream()
                .map(TwinRule::key)
                .filter(key -> !MAY_DIFFER.matcher(key).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void report(
            VirtualServer at, Scope lacking, VirtualServer twin, Scope having, Set<String> lacks, Findings findings) {
        if (!lacks.isEmpty()) {
            findings.guess(
                    lacking.source(),
                    lacking.line(),
                    "both are the same site, in production and in staging",
                    "location '" + lacking.pattern() + "' of " + at.called() + " lacks " + String.join(" and ", lacks)
                            + ", which " + twin.called() + " has ("
                            + having.source().real() + ":" + having.line()
                            + "), so the two behave differently",
                    "make them alike, or include one file in both");
        }
    }
}
