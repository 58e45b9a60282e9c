package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A cache key without the scheme where http and https are both cached and the backend is told which of them was asked for. The default key
 * holds it ({@code $scheme$proxy_host$request_uri}).
 */
final class CacheOfSchemesRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            proxy_cache_path /var/cache/nginx keys_zone=pages:10m;
            server {
                listen 80;
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
                location / {
                    proxy_cache pages;
                    proxy_cache_key %s$host$request_uri;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_pass http://10.1.0.113;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-cache-shared-between-schemes",
            Severity.WARNING,
            "http and https share the entries of a cache",
            """
            The backend is told the scheme and answers by it, but the key of the cache does not hold it: who asks with https gets the redirect \
            to https that was kept for http, in a circle, or a page full of http:// links.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:10", SERVER.formatted("")),
            SERVER.formatted("$scheme"));
    private static final Set<String> SCHEME = Set.of("scheme", "https", "server_port", "http_x_forwarded_proto");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, List<CacheUse>> sharing = http.servers().stream()
                    .filter(server -> !asksForScheme(server))
                    .flatMap(CacheUse::of)
                    .filter(use -> hasKeyWithoutScheme(use) && passesScheme(use))
                    .collect(Collectors.groupingBy(
                            use -> use.sharing() + " " + use.block().pattern(),
                            LinkedHashMap::new,
                            Collectors.toList()));
            sharing.values().forEach(uses -> uses.forEach(use -> check(use, uses, findings)));
        }
    }

    private static void check(CacheUse use, List<CacheUse> all, Findings findings) {
        boolean isShared = isOn(use, true)
                && all.stream()
                        .filter(o -> isOn(o, false))
                        .anyMatch(o -> !Collections.disjoint(
                                o.server().names(), use.server().names()));
        if (isShared) {
            Scope at = use.block().effectiveOne("proxy_cache_key").orElse(use.block());
            findings.add(
                    at.source(),
                    at.line(),
                    "the key '" + use.key() + "' of the cache '" + use.zone() + "' does not hold the scheme, so "
                            + use.server().called() + " answers https with what the backend made for http",
                    "begin proxy_cache_key with $scheme");
        }
    }

    private static boolean isOn(CacheUse use, boolean tls) {
        return use.server().listens().stream()
                .anyMatch(l -> tls ? l.isTls() : l.port().equals("80") && !l.isTls());
    }

    /** It sends http elsewhere, or knows what it does. */
    private static boolean asksForScheme(VirtualServer server) {
        return server.scope()
                .all("if")
                .flatMap(i -> i.directive().values().stream())
                .anyMatch(word -> SCHEME.stream().anyMatch(v -> word.contains("$" + v)));
    }

    private static boolean hasKeyWithoutScheme(CacheUse use) {
        return Variables.in(use.key()).stream()
                .allMatch(v -> !SCHEME.contains(v)
                        && (v.startsWith("host")
                                || v.startsWith("http_")
                                || v.startsWith("cookie_")
                                || v.startsWith("arg")
                                || Set.of(
                                                "request_uri",
                                                "uri",
                                                "is_args",
                                                "request_method",
                                                "server_name",
                                                "proxy_host")
                                        .contains(v)));
    }

    private static boolean passesScheme(CacheUse use) {
        return !use.block().isOpen()
                && use.block().effective("proxy_set_header").stream()
                        .anyMatch(h ->
                                h.argument(1).equals("$scheme") || h.argument(1).equals("$https"));
    }
}
