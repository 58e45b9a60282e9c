package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A plain location cached for all alike in a server whose other cached locations tell users apart by a cookie. Patterns of static files are
 * left out, and so is what a cookie bypasses.
 */
final class CacheOfUsersRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            proxy_cache_path /var/cache/nginx keys_zone=pages:10m;
            server {
                listen 80;
                server_name a.example.org;
                location /api/ {
                    proxy_cache pages;
                    proxy_cache_key $host$request_uri$cookie_session;
                    proxy_pass http://10.1.0.113;
                }
                location / {
                    proxy_cache pages;
                    proxy_cache_key $host$request_uri%s;
                    proxy_pass http://10.1.0.113;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-cache-of-users",
            Severity.WARNING,
            "Pages of logged-in users are cached for everybody",
            "The first who asks decides what the others get: a page with somebody else's name and data on it.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:11", SERVER.formatted("")),
            SERVER.formatted("$cookie_session"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            for (VirtualServer server : http.servers()) {
                List<CacheUse> uses = CacheUse.of(server).toList();
                if (uses.stream().anyMatch(use -> tellsUsersApart(use.key()))) {
                    uses.stream().filter(CacheOfUsersRule::isForAll).forEach(use -> report(use, findings));
                }
            }
        }
    }

    private static boolean tellsUsersApart(String text) {
        return text.contains("cookie") || text.contains("authorization");
    }

    private static boolean isForAll(CacheUse use) {
        Scope block = use.block();
        boolean isPlain =
                block.name().equals("location") && List.of("/", "/cgi/").contains(block.argument(0));
        boolean hasOwnVariables = !use.hasKeyWithoutSite() && !use.key().contains("host");
        return isPlain
                && !tellsUsersApart(use.key())
                && !hasOwnVariables
                && !block.isOpen()
                && block.effective("proxy_cache_bypass").isEmpty()
                && block.effective("proxy_no_cache").isEmpty();
    }

    private static void report(CacheUse use, Findings findings) {
        Scope at = use.block().effectiveOne("proxy_cache").orElse(use.block());
        findings.guess(
                at.source(),
                at.line(),
                "users log in here as they do in the other cached locations",
                "location '" + use.block().pattern() + "' keeps one page for all users (key '" + use.key()
                        + "'), so one may get what was made for another",
                "add the session's cookie to proxy_cache_key, or bypass the cache when it is sent");
    }
}
