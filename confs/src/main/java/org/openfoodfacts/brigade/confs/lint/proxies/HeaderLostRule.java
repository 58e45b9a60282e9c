package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * Headers of the server that a location drops by setting one of its own: {@code proxy_set_header} and {@code add_header} are inherited only
 * where none stands (ngx_http_proxy_module and ngx_http_headers_module). Found once per server and set of headers.
 */
final class HeaderLostRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                location /live/ {
                    proxy_set_header Upgrade $http_upgrade;
            %s        proxy_pass http://10.1.0.113:8080;
                }
                location / {
                    proxy_pass http://10.1.0.113;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-header-lost",
            Severity.WARNING,
            "A location that sets a header of its own loses those of its server",
            """
            proxy_set_header and add_header are inherited only by a block that has none of them. One more line in a location takes away all \
            others there: the backend no longer learns the site's name or the client's address, browsers are no longer told to stay with https.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:7", SERVER.formatted("")),
            SERVER.formatted("""
                            proxy_set_header Host $host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    """));
    private static final Set<String> TO_BROWSERS =
            Set.of("strict-transport-security", "content-security-policy", "x-frame-options");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            for (VirtualServer server : http.servers()) {
                check(server, "proxy_set_header", HeaderLostRule::isForBackends, findings);
                check(server, "add_header", TO_BROWSERS::contains, findings);
            }
        }
    }

    private static boolean isForBackends(String header) {
        return header.equals("host") || header.equals("x-real-ip") || header.startsWith("x-forwarded-");
    }

    private static void check(VirtualServer server, String directive, Predicate<String> matters, Findings findings) {
        Map<Set<String>, List<Scope>> lost = new LinkedHashMap<>();
        server.locations().forEach(block -> {
            Set<String> headers = lost(block, directive, matters);
            if (!headers.isEmpty()) {
                lost.computeIfAbsent(headers, _ -> new ArrayList<>()).add(block);
            }
        });
        lost.forEach((headers, blocks) -> report(directive, headers, blocks, findings));
    }

    private static Set<String> lost(Scope block, String directive, Predicate<String> matters) {
        List<Scope> own = block.own(directive).toList();
        boolean isPassed =
                directive.equals("add_header") || block.first("proxy_pass").isPresent();
        boolean isMerged = block.effectiveOne(directive + "_inherit").isPresent();
        if (own.isEmpty() || !isPassed || isMerged || block.isItselfOpen()) {
            return Set.of();
        }
        Set<String> lost = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        block.parent().effective(directive).stream()
                .map(d -> d.argument(0))
                .filter(h -> matters.test(h.toLowerCase(Locale.ROOT)))
                .forEach(lost::add);
        own.forEach(d -> lost.remove(d.argument(0)));
        return lost;
    }

    private static void report(String directive, Set<String> headers, List<Scope> blocks, Findings findings) {
        Scope first = blocks.getFirst();
        Scope at = first.first(directive).orElse(first);
        String others = blocks.stream()
                .skip(1)
                .map(b -> b.name() + " '" + b.pattern() + "' (line " + b.line() + ")")
                .collect(Collectors.joining(", "));
        String effect = directive.equals("add_header")
                ? ", so browsers are not told there"
                : ", so the backend does not get what it needs to know of the request";
        findings.add(
                at.source(),
                at.line(),
                "this " + directive + " makes " + first.name() + " '" + first.pattern() + "' lose "
                        + String.join(", ", headers) + " of what is around it" + effect
                        + (others.isEmpty() ? "" : "; likewise " + others),
                "repeat them there, or move all of them into a file that each location includes");
    }
}
