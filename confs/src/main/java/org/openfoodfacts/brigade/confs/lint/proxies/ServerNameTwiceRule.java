package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * The same name on the same socket in two servers: nginx takes the first it reads and says 'conflicting server name … ignored' of the other
 * (ngx_http_server_names in src/http/ngx_http.c). What is linked by hand may not be read at all, so there it is a guess.
 */
final class ServerNameTwiceRule implements Rule {
    private static final String SERVERS = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                return 301 https://$host$request_uri;
            }
            server {
                listen %s;
                server_name a.example.org;
                root /var/www/a;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-server-name-twice",
            Severity.ERROR,
            "Two servers of one machine have the same name on the same socket",
            "nginx ignores the second with a warning that nobody reads: whatever it is for never serves a request.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVERS.formatted("80")),
            SERVERS.formatted("8080"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            if (http.folder().equals(Repository.SHARED)) {
                continue;
            }
            Map<String, VirtualServer> seen = new HashMap<>();
            for (VirtualServer server : http.servers()) {
                check(server, seen, findings);
            }
        }
    }

    private static void check(VirtualServer server, Map<String, VirtualServer> seen, Findings findings) {
        Map<VirtualServer, Set<String>> doubles = new HashMap<>();
        List<String> names = server.names().isEmpty() ? List.of("") : server.names();
        for (Listen listen : server.listens()) {
            for (String name : names) {
                boolean takesTheRest = listen.isDefault() && (name.isEmpty() || name.equals("_"));
                VirtualServer first = takesTheRest ? null : seen.putIfAbsent(listen.socket() + " " + name, server);
                if (first != null && !first.equals(server)) {
                    doubles.computeIfAbsent(first, _ -> new LinkedHashSet<>())
                            .add((name.isEmpty() ? "no name" : "'" + name + "'") + " on " + listen.socket());
                }
            }
        }
        doubles.forEach((first, what) -> report(first, server, String.join(", ", what), findings));
    }

    private static void report(VirtualServer first, VirtualServer second, String what, Findings findings) {
        String place = first.source().real() + ":" + first.line();
        String message = "this server has " + what + " as the one in " + place
                + " has, so nginx ignores it there and no request for it comes here";
        String remedy = "remove one of the two, or give them different names or sockets";
        if (first.isReadWith(second)) {
            findings.add(second.source(), second.line(), message, remedy);
        } else if (!isKeptAside(first) && !isKeptAside(second)) {
            findings.guess(second.source(), second.line(), "nginx reads both files", message, remedy);
        }
    }

    private static boolean isKeptAside(VirtualServer server) {
        return server.source().inFolder().startsWith("nginx/sites-available/");
    }
}
