package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Condition;
import org.openfoodfacts.brigade.confs.nginx.Directive;

/** Patterns for host names that other names match too: a dot that is any character, no end. Judged are those that end in a whole name. */
final class UnanchoredRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name example.org *.example.org;
                if ($host ~* %s) {
                    return 301 https://$host$request_uri;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-pattern-unanchored",
            Severity.WARNING,
            "A pattern for host names matches other names too",
            """
            In a pattern an unescaped dot is any character, and without $ the name may go on: ^.*.example.org matches \
            wwwXexample.org.attacker.test. Whoever may choose the Host or Origin header gets the redirect, or the access, that was meant \
            for one domain.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("^.*.example.org")),
            SERVER.formatted("\"^(.+\\\\.)?example\\\\.org$\""));
    private static final Set<String> HOSTS = Set.of(
            "$host", "$http_host", "$server_name", "$http_origin", "$ssl_server_name", "$ssl_preread_server_name");
    private static final Pattern WHOLE_NAME = Pattern.compile(
            "[A-Za-z0-9-]\\\\?\\.(?:org|net|com|fr|info|io|eu|dev|app|ai|de|es|it|uk|be|ch|test|example)\\)?\\$?\\)?$");
    private static final Pattern ANY_DOT = Pattern.compile("(?<!\\\\)\\.(?=[A-Za-z0-9])");
    private static final Pattern CLASS = Pattern.compile("(?<!\\\\)\\[[^\\]]{1,80}]");
    private static final Pattern WELL_KNOWN = Pattern.compile("(?<!\\\\)\\.well-known");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.inServers("if")
                    .forEach(scope -> Condition.of(scope.directive())
                            .filter(c -> c.isPattern() && HOSTS.contains(c.variable()))
                            .ifPresent(c -> check(scope, scope.line(), c.variable(), c.value(), findings)));
            http.declared("map").filter(map -> HOSTS.contains(map.argument(0))).forEach(map -> checkMap(map, findings));
            http.inServers("server_name")
                    .forEach(names -> names.directive().values().stream()
                            .filter(name -> name.startsWith("~"))
                            .forEach(name -> check(names, names.line(), "server_name", name.substring(1), findings)));
            http.inServers("location").forEach(location -> checkWellKnown(location, findings));
        }
    }

    private static void checkMap(Scope map, Findings findings) {
        for (Directive entry : map.directive().block()) {
            if (entry.name().startsWith("~")) {
                String pattern = entry.name().replaceFirst("^~\\*?", "");
                check(map, entry.line(), map.argument(0), pattern, findings);
            }
        }
    }

    private static void check(Scope at, int line, String variable, String pattern, Findings findings) {
        if (!WHOLE_NAME.matcher(pattern).find()) {
            return;
        }
        List<String> lacks = new ArrayList<>();
        if (ANY_DOT.matcher(CLASS.matcher(pattern).replaceAll("x")).find()) {
            lacks.add("a dot in it is any character");
        }
        if (!pattern.contains("$")) {
            lacks.add("the name may go on after it");
        }
        if (variable.equals("$http_origin") && Character.isLetterOrDigit(pattern.charAt(0))) {
            lacks.add("anything may stand before it");
        }
        if (!lacks.isEmpty()) {
            findings.add(
                    at.source(),
                    line,
                    "the pattern '" + pattern + "' for " + variable + " matches names of others too ("
                            + String.join(", ", lacks) + ")",
                    "write each dot as \\. and end the pattern with $"
                            + (variable.equals("$http_origin") ? ", begin it with ^https://" : ""));
        }
    }

    private static void checkWellKnown(Scope location, Findings findings) {
        String pattern = location.argument(1);
        if (location.isRegexLocation()
                && !pattern.startsWith("^")
                && WELL_KNOWN.matcher(pattern).find()) {
            String what = "location '" + location.pattern()
                    + "' matches in the middle of any path, and its dot is any character, so it answers for more than the challenge";
            findings.add(Severity.NOTE, location.source(), location.line(), what, "write 'location ^~ /.well-known/'");
        }
    }
}
