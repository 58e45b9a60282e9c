package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A root that ends with its location's path. nginx adds the whole path of the request to the root (ngx_http_core_module, root). */
final class RootRepeatsRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location /images/ {
                    root /srv/site%s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-root-repeats-location",
            Severity.WARNING,
            "A root ends with the path of its location",
            """
            nginx adds the whole path of the request to the root: with root /srv/site/images, /images/a.png is looked for as \
            /srv/site/images/images/a.png, and everything is 'not found'. Below /.well-known/ the challenge fails and the certificate expires.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SERVER.formatted("/images")),
            SERVER.formatted(""));
    /** What makes the path another one, or answers without a file. */
    private static final Set<String> TAKEN_ELSEWHERE =
            Set.of("rewrite", "if", "proxy_pass", "fastcgi_pass", "uwsgi_pass", "return", "alias", "location");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.inServers("root").forEach(root -> check(root, findings));
        }
    }

    private static void check(Scope root, Findings findings) {
        Scope location = root.parent();
        List<String> words = location.directive().values();
        boolean isPrefix = location.name().equals("location")
                && (words.size() == 1
                        || location.argument(0).equals("^~")
                        || location.argument(0).equals("="));
        if (!isPrefix || location.isItselfOpen()) {
            return;
        }
        String path = stripped(words.getLast());
        String folder = stripped(root.argument(0));
        boolean isPlain = path.length() > 1 && path.startsWith("/") && !folder.contains("$");
        boolean isTakenElsewhere = location.children().stream().anyMatch(c -> TAKEN_ELSEWHERE.contains(c.name()));
        if (isPlain && !isTakenElsewhere && folder.endsWith(path) && folder.length() > path.length()) {
            String above = folder.substring(0, folder.length() - path.length());
            findings.guess(
                    root.source(),
                    root.line(),
                    "there is no folder '" + path.substring(1) + "' in it once more",
                    "the root '" + root.argument(0) + "' ends with the path of its location, so '" + path
                            + "/x' is looked for as '" + folder + path + "/x' and not found",
                    "write 'root " + above + "', or 'alias' with the slash that the location has");
        }
    }

    private static String stripped(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
