package org.openfoodfacts.brigade.confs.lint.proxies;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * An alias and its location of which only one ends with a slash. nginx puts the alias in place of the location's text and adds the rest of
 * the path (ngx_http_map_uri_to_path), so {@code /i../x} leaves the folder, or two names grow together.
 */
final class AliasRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location /images%s {
                    alias /srv/site/images/;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-alias-slash",
            Severity.ERROR,
            "An alias ends with a slash and its location does not, or the other way",
            """
            nginx replaces the location's text by the alias. With /images and /srv/site/images/ a request for /images../secrets is \
            answered from /srv/site/secrets: everything beside the folder is public. The other way round the names grow together and nothing \
            is found (a warning).""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("")),
            SERVER.formatted("/"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.inServers("alias").forEach(alias -> check(alias, findings));
        }
    }

    private static void check(Scope alias, Findings findings) {
        Scope location = alias.parent();
        boolean isPrefix = location.name().equals("location")
                && (location.directive().arguments().size() == 1
                        || location.argument(0).equals("^~"));
        String target = alias.argument(0);
        String path = location.directive().lastArgument();
        if (!isPrefix || target.contains("$") || !path.startsWith("/")) {
            return;
        }
        if (target.endsWith("/") && !path.endsWith("/")) {
            String parent = target.substring(0, target.lastIndexOf('/', target.length() - 2) + 1);
            findings.add(
                    alias.source(),
                    alias.line(),
                    "the alias '" + target + "' ends with a slash and its location '" + path + "' does not, so '" + path
                            + "../x' is answered from '" + parent + "x', outside of the folder",
                    "write 'location " + path + "/'");
        } else if (!target.endsWith("/") && path.endsWith("/")) {
            findings.add(
                    Severity.WARNING,
                    alias.source(),
                    alias.line(),
                    "the location '" + path + "' ends with a slash and its alias '" + target + "' does not, so '" + path
                            + "x' is looked for as '" + target + "x'",
                    "write 'alias " + target + "/'");
        }
    }
}
