package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A cache key without the site's name, where answers differ by it. The default key is {@code $scheme$proxy_host$request_uri}, whose
 * {@code $proxy_host} is the upstream (ngx_http_proxy_module, proxy_cache_key).
 */
final class CacheSharedRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            proxy_cache_path /var/cache/nginx keys_zone=pages:10m;
            server {
                listen 80;
                server_name example.org *.example.org;
                location / {
                    proxy_cache pages;
                    proxy_cache_key %s$request_uri;
                    proxy_set_header Host $host;
                    proxy_pass http://10.1.0.113;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-cache-shared-between-sites",
            Severity.ERROR,
            "Sites share the entries of a cache",
            """
            The key of the cache does not hold the name of the site, but the backend answers by it: who asks fr.example.org gets the page \
            that was kept for en.example.org. The default key holds only the upstream's name. Where only a part of the site is cached, or its \
            names are all written out, the answers may be the same for all, and it is a warning.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVER.formatted("")),
            SERVER.formatted("$host"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, List<CacheUse>> sharing = http.servers().stream()
                    .flatMap(CacheUse::of)
                    .filter(use -> use.hasKeyWithoutSite() && use.passesSite())
                    .collect(Collectors.groupingBy(CacheUse::sharing, LinkedHashMap::new, Collectors.toList()));
            sharing.values().forEach(uses -> uses.forEach(use -> check(use, uses, findings)));
        }
    }

    private static void check(CacheUse use, List<CacheUse> all, Findings findings) {
        Optional<CacheUse> other = all.stream()
                .filter(o ->
                        Collections.disjoint(o.server().names(), use.server().names()))
                .findFirst();
        if (other.isEmpty() && !use.server().hasManyNames()) {
            return;
        }
        Scope at = use.block().effectiveOne("proxy_cache").orElse(use.block());
        String with = other.map(o ->
                        "'" + use.server().called() + "' and '" + o.server().called() + "'")
                .orElse("all names of '" + use.server().called() + "'");
        String what = "the key '" + use.key() + "' of the cache '" + use.zone() + "' does not hold the site's name, so "
                + with + " get each other's pages";
        String remedy = "begin proxy_cache_key with $scheme$host";
        boolean differ = other.isPresent() || use.server().names().stream().anyMatch(n -> !VirtualServer.isExact(n));
        if (use.isWholeSite() && differ) {
            findings.add(at.source(), at.line(), what, remedy);
        } else {
            findings.add(Severity.WARNING, at.source(), at.line(), what, remedy);
        }
    }
}
