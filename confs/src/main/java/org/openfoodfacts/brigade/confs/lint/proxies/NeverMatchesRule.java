package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Condition;
import org.openfoodfacts.brigade.confs.nginx.Directive;

/**
 * Comparisons with what a variable never holds. nginx's log writes {@code -} for an empty value (ngx_http_log_variable); the variable itself
 * is empty. {@code map} compares without regard to case, {@code if} with it.
 */
final class NeverMatchesRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                if ($http_user_agent = "%s") {
                    return 403;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-comparison-never-matches",
            Severity.WARNING,
            "A comparison with what the variable never holds",
            """
            The block behind it never runs: the crawler is not stopped, the redirect not made. nginx writes '-' for an empty value into its \
            log, but a header that was not sent is empty when it is compared. $scheme, $host and $request_method have one spelling each.""",
            "Half of all requests came from scripts that sent no user agent; the rule against them compared with the '-' of the log.",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("-")),
            SERVER.formatted(""));
    private static final Set<String> IN_MAP_NO_VALUE = Set.of("default", "hostnames", "volatile", "include");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            http.inServers("if")
                    .forEach(scope -> Condition.of(scope.directive())
                            .filter(c -> c.isEquality() || (c.isPattern() && isDash(c.value())))
                            .ifPresent(c -> checkCondition(scope, c, findings)));
            http.inServers("location").forEach(scope -> checkLocation(scope, findings));
            http.inServers("rewrite").forEach(scope -> checkRewrite(scope, findings));
            http.declared("map").forEach(scope -> checkMap(scope, findings));
        }
    }

    private static void checkCondition(Scope scope, Condition condition, Findings findings) {
        String value = condition.isPattern() ? "-" : condition.value();
        String why = neverEqual(condition.variable(), value, true);
        if (why != null) {
            String effect = !condition.operator().startsWith("!")
                    ? "so what stands in the block never happens"
                    : "so what stands in the block always happens";
            findings.add(
                    scope.source(),
                    scope.line(),
                    what(condition.variable(), value, why) + effect,
                    remedy(condition.variable(), value));
        }
    }

    private static String what(String variable, String value, String why) {
        return variable + " is not \"" + value + "\" (" + why + "), ";
    }

    private static String remedy(String variable, String value) {
        return value.equals("-")
                ? "compare with \"\": " + variable + " is empty when nothing was sent"
                : "compare with a value it has";
    }

    private static void checkMap(Scope map, Findings findings) {
        for (Directive entry : map.directive().block()) {
            String key = entry.name();
            boolean isDash = key.startsWith("~") && isDash(key.replaceFirst("^~\\*?", ""));
            if ((key.startsWith("~") && !isDash) || IN_MAP_NO_VALUE.contains(key)) {
                continue;
            }
            String value = isDash ? "-" : key.startsWith("\\") ? key.substring(1) : key;
            String why = neverEqual(map.argument(0), value, false);
            if (why != null) {
                String what =
                        map.argument(0) + " is never \"" + value + "\" (" + why + "), so the map never takes this line";
                findings.add(map.source(), entry.line(), what, remedy(map.argument(0), value));
            }
        }
    }

    /** A pattern for nothing but the dash. */
    private static boolean isDash(String pattern) {
        return pattern.equals("^-$");
    }

    /** Why, or null when it may be equal. */
    private static String neverEqual(String variable, String value, boolean caseMatters) {
        if (value.contains("$")) {
            return null;
        }
        boolean isLower = value.equals(value.toLowerCase(Locale.ROOT));
        return switch (variable.replace("{", "").replace("}", "").toLowerCase(Locale.ROOT)) {
            case "$scheme" ->
                isOneOf(value, caseMatters, "http", "https") ? null : "it is http or https, in lower case";
            case "$https" -> isOneOf(value, caseMatters, "on", "") ? null : "it is on or empty";
            case "$host" ->
                caseMatters && !isLower
                        ? "it is in lower case"
                        : value.contains(":") && !value.startsWith("[") ? "it holds no port" : null;
            case "$request_method" -> caseMatters && isLower && isWord(value) ? "methods are in upper case" : null;
            case "$request_uri", "$uri" ->
                value.isEmpty() || value.startsWith("/") || value.equals("*") ? null : "it begins with a slash";
            case "$args", "$query_string" -> value.startsWith("?") ? "it does not hold the question mark" : null;
            default -> isHeader(variable) && value.equals("-") ? "only the log writes - for an empty value" : null;
        };
    }

    private static boolean isHeader(String variable) {
        return variable.startsWith("$http_") || variable.equals("$remote_user") || variable.startsWith("$cookie_");
    }

    private static boolean isOneOf(String value, boolean caseMatters, String... all) {
        return List.of(all).contains(caseMatters ? value : value.toLowerCase(Locale.ROOT));
    }

    private static boolean isWord(String value) {
        return !value.isEmpty() && value.chars().allMatch(Character::isLetter);
    }

    /** An escaped question mark that every match holds: not in a group, a class or an alternative, and not optional itself. */
    private static boolean needsQuestionMark(String regex) {
        int depth = 0;
        boolean found = false;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                case '\\' -> {
                    i++;
                    boolean optional = i + 1 < regex.length() && "?*{".indexOf(regex.charAt(i + 1)) >= 0;
                    found |= depth == 0 && i < regex.length() && regex.charAt(i) == '?' && !optional;
                }
                default -> {}
            }
        }
        return found;
    }

    /** Locations are compared with the path; its query is cut off before. */
    private static void checkLocation(Scope location, Findings findings) {
        boolean isRegex = location.isRegexLocation();
        String path = location.directive().lastArgument();
        if (isRegex ? needsQuestionMark(path) : path.contains("?")) {
            String what = "location '" + location.pattern()
                    + "' asks for a question mark, and nginx compares locations without the query, so it never matches";
            findings.add(
                    location.source(), location.line(), what, "take the path alone and test $args or $arg_name in it");
        }
    }

    private static void checkRewrite(Scope rewrite, Findings findings) {
        if (needsQuestionMark(rewrite.argument(0))) {
            String what = "rewrite '" + rewrite.argument(0)
                    + "' asks for a question mark, and nginx compares it with the path without the query, so it never matches";
            findings.add(rewrite.source(), rewrite.line(), what, "test $args or $arg_name in an if, or $request_uri");
        }
    }
}
