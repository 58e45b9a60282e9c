package org.openfoodfacts.brigade.confs.lint.proxies;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** {@code proxy_pass} with a path where nginx cannot know what to replace by it (ngx_http_proxy_pass: 'cannot have URI part'). */
final class ProxyPassUriRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location ~ ^/(api|cgi)/ {
                    proxy_pass http://10.1.0.113:80%s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-proxy-pass-uri",
            Severity.ERROR,
            "proxy_pass has a path inside a regular expression, a named location or an if",
            "nginx refuses its configuration: the next reload fails, and after a restart all its sites are down. Even a lone slash is a path.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("/")),
            SERVER.formatted(""));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.inServers("proxy_pass").forEach(pass -> check(pass, findings));
        }
    }

    private static void check(Scope pass, Findings findings) {
        String url = pass.argument(0);
        String path = ProxyTarget.of(url).uri();
        if (!url.contains("$") && !path.isEmpty() && takesNoPath(pass.parent())) {
            findings.add(
                    pass.source(),
                    pass.line(),
                    "proxy_pass has the path '" + path + "' in " + called(pass.parent())
                            + ", so nginx refuses its configuration",
                    "write '" + url.substring(0, url.length() - path.length())
                            + "', and a rewrite before it if the path must change");
        }
    }

    private static boolean takesNoPath(Scope block) {
        return block.isRegexLocation()
                || (block.name().equals("location") && block.argument(0).startsWith("@"))
                || block.name().equals("if")
                || block.name().equals("limit_except");
    }

    private static String called(Scope block) {
        return block.name().equals("location") ? "location '" + block.pattern() + "'" : "an '" + block.name() + "'";
    }
}
