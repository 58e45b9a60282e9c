package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** A location that asks for no password while another of the same server and backend does, and no comment beside it says that it is meant. */
final class PartialAuthRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name staging.example.org;
                location / {
                    auth_basic "staging";
                    auth_basic_user_file /etc/nginx/staging.htpasswd;
                    proxy_pass http://10.1.0.200;
                }
            %s    location /cgi/ {
                    proxy_pass http://10.1.0.200;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-auth-on-part",
            Severity.NOTE,
            "Only a part of a site asks for a password",
            "The same backend is reached without it by another path. When that is meant, say so in a comment above the location or with 'auth_basic off'.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:9", SERVER.formatted("")),
            SERVER.formatted("    # No authentication for the forms: the app posts to them\n"));
    private static final Set<String> DECIDED =
            Set.of("auth_basic", "auth_request", "allow", "deny", "satisfy", "internal");
    private static final Pattern MEANT_FOR_ALL = Pattern.compile("well-known|robots|favicon|health|status");
    private static final List<String> WORDS = List.of("auth", "password", "login", "public", "open");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.servers().forEach(server -> check(server, findings));
        }
    }

    private static void check(VirtualServer server, Findings findings) {
        Optional<Scope> closed = server.locations()
                .filter(PartialAuthRule::asks)
                .min(Comparator.comparingInt(l -> l.argument(0).length()));
        if (closed.isEmpty()
                || DECIDED.stream().anyMatch(d -> server.scope().first(d).isPresent())) {
            return;
        }
        server.locations()
                .filter(open -> DECIDED.stream().allMatch(d -> open.effective(d).isEmpty()) && !open.isItselfOpen())
                .filter(open -> !backend(open).isEmpty() && backend(open).equals(backend(closed.get())))
                .filter(open -> covers(closed.get(), open))
                .filter(open -> !isExplained(open)
                        && !MEANT_FOR_ALL.matcher(open.pattern()).find())
                .forEach(open -> findings.add(
                        open.source(),
                        open.line(),
                        "location '" + open.pattern() + "' of " + server.called() + " asks for no password while '"
                                + closed.get().pattern() + "' does, so the same backend is reached without it",
                        "add auth_basic, or say in a comment above it why not"));
    }

    /** Closed is a part that the open location is taken out of; a closed corner of an open site is usual. */
    private static boolean covers(Scope closed, Scope open) {
        String path = open.directive().lastArgument();
        String around = closed.argument(0);
        return around.equals("/") || (around.startsWith("/") && path.startsWith(around));
    }

    private static boolean asks(Scope location) {
        return location.own("auth_basic").anyMatch(d -> !d.argument(0).equals("off"))
                && !backend(location).isEmpty();
    }

    private static String backend(Scope location) {
        return location.first("proxy_pass")
                .map(p -> ProxyTarget.of(p.argument(0)))
                .map(t -> t.host() + ":" + (t.port().equals("80") ? "" : t.port()))
                .orElse("");
    }

    /** In the comment right above it, behind its brace, or in its first lines. */
    private static boolean isExplained(Scope location) {
        int first = location.line() - 1;
        while (first > 0 && location.source().text().line(first).strip().startsWith("#")) {
            first--;
        }
        return Stream.iterate(first, n -> n <= location.line() + 2, n -> n + 1)
                .map(n -> location.source().text().line(n).toLowerCase(Locale.ROOT))
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .anyMatch(comment -> WORDS.stream().anyMatch(comment::contains));
    }
}
