package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/** An unconditional redirect to the very address that the server itself answers for. */
final class RedirectLoopRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen %s;
                server_name a.example.org;
                return 301 https://$host$request_uri;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-redirect-loop",
            Severity.ERROR,
            "A server redirects to itself",
            "Browsers follow the redirect to the same server until they give up: the site cannot be opened.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("443 ssl")),
            SERVER.formatted("80"));
    private static final Pattern SAME_PATH =
            Pattern.compile("(https?)://([^/$]+|\\$\\{?(?:host|http_host|server_name)}?)\\$\\{?(?:request_uri|uri)}?");

    private static final Pattern WHOLE_PATH = Pattern.compile("\\^|\\^?/?\\(?\\.\\*\\)?\\$?");
    private static final Pattern KEPT_PATH = Pattern.compile(
            "(https?)://([^/$]+|\\$\\{?(?:host|http_host|server_name)}?)(?:/?\\$1|\\$\\{?request_uri}?\\??)");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            for (VirtualServer server : http.servers()) {
                Stream.concat(Stream.of(server.scope()), server.locations().filter(RedirectLoopRule::isAsked))
                        .flatMap(block -> block.own("return"))
                        .forEach(redirect -> check(server, redirect, findings));
                Stream.concat(
                                Stream.of(server.scope()),
                                server.locations().filter(l -> l.pattern().equals("/")))
                        .flatMap(block -> block.own("rewrite"))
                        .filter(rewrite ->
                                WHOLE_PATH.matcher(rewrite.argument(0)).matches())
                        .forEach(rewrite -> checkRewrite(server, rewrite, findings));
            }
        }
    }

    /** One that keeps the path, as {@code ^(.*)$ https://name$1 permanent} does. */
    private static void checkRewrite(VirtualServer server, Scope rewrite, Findings findings) {
        boolean isAlone = rewrite.parent().children().stream()
                .noneMatch(c -> c.name().equals("if") || (c.name().equals("rewrite") && c != rewrite));
        Matcher target = KEPT_PATH.matcher(rewrite.argument(1));
        if (isAlone && target.matches() && isOwn(server, target.group(2))) {
            report(server, rewrite, rewrite.argument(1), target.group(1).equals("https"), findings);
        }
    }

    /** Named and internal locations are taken by what nginx decides before, as on error 497 for http on the port of https. */
    private static boolean isAsked(Scope location) {
        return !location.argument(0).startsWith("@")
                && location.first("internal").isEmpty();
    }

    private static void check(VirtualServer server, Scope redirect, Findings findings) {
        String url = redirect.directive().lastArgument();
        Matcher target = SAME_PATH.matcher(url);
        if (!redirect.argument(0).startsWith("30")
                && redirect.directive().arguments().size() > 1) {
            return;
        }
        if (!target.matches() || !isOwn(server, target.group(2)) || runsBefore(redirect)) {
            return;
        }
        report(server, redirect, url, target.group(1).equals("https"), findings);
    }

    private static void report(VirtualServer server, Scope redirect, String url, boolean toTls, Findings findings) {
        boolean answers =
                server.listens().stream().anyMatch(l -> toTls ? isPlainly(l, "443", true) : isPlainly(l, "80", false));
        if (answers) {
            findings.add(
                    redirect.source(),
                    redirect.line(),
                    server.called() + " redirects to " + url
                            + ", which it answers for itself, so browsers go round in a circle",
                    toTls ? "redirect in a server of its own that listens on port 80 only" : "redirect to https");
        }
    }

    private static boolean isPlainly(Listen listen, String port, boolean tls) {
        return listen.port().equals(port) && listen.isTls() == tls;
    }

    private static boolean isOwn(VirtualServer server, String host) {
        return host.startsWith("$")
                ? !host.contains("server_name")
                        || server.names().stream()
                                .findFirst()
                                .filter(VirtualServer::isExact)
                                .isPresent()
                : server.names().contains(host);
    }

    /** An if, rewrite or set before it may take the request elsewhere, or is what decides. */
    private static boolean runsBefore(Scope redirect) {
        return redirect.parent().children().stream()
                .anyMatch(c -> c.name().equals("rewrite") || c.name().equals("if"));
    }
}
