package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * Sockets for all of IPv6 beside those for all of IPv4. {@code [::]} takes IPv6 alone unless {@code ipv6only=off} is said (the default since
 * nginx 1.3.4, ngx_http_core_module); with it, Linux refuses the socket for IPv4, which {@code nginx -t} does not try.
 */
final class ListenFamiliesRule implements Rule {
    private static final String SERVERS = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                listen [::]:80%s;
                server_name a.example.org;
                root /var/www/a;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-listen-families",
            Severity.ERROR,
            "IPv4 and IPv6 sockets of a port exclude each other, or a site has only the latter",
            """
            A socket with ipv6only=off takes IPv4 too, and nginx cannot open the other one: 'Address already in use' at the next start, though \
            'nginx -t' finds nothing. Without that option [::] takes no IPv4: a server that has nothing else is never asked by IPv4 clients, \
            who get another site in its place (a warning).""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:3", SERVERS.formatted(" ipv6only=off")),
            SERVERS.formatted(""));
    private static final Pattern MEANT = Pattern.compile("(^|[.-])(ip)?v?6([.-]|$)");

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Socket(VirtualServer server, Listen listen) {}

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, List<Socket>> byName = new HashMap<>();
            http.servers()
                    .forEach(server -> server.listens()
                            .forEach(listen -> byName.computeIfAbsent(listen.socket(), _ -> new ArrayList<>())
                                    .add(new Socket(server, listen))));
            byName.forEach((name, six) -> {
                List<Socket> four = byName.getOrDefault(name.replace("[::]:", "*:"), List.of());
                if (name.startsWith("[::]:") && !four.isEmpty()) {
                    check(six, four, findings);
                }
            });
        }
    }

    private static void check(List<Socket> six, List<Socket> four, Findings findings) {
        List<Socket> both = six.stream()
                .filter(s -> s.listen().options().contains("ipv6only=off"))
                .toList();
        if (!both.isEmpty()) {
            both.forEach(s -> exclude(s, four, findings));
            return;
        }
        for (Socket socket : six) {
            VirtualServer server = socket.server();
            boolean isElsewhere = server.scope().isItselfOpen()
                    || server.names().isEmpty()
                    || server.names().stream()
                            .anyMatch(n -> !n.contains(".") || MEANT.matcher(n).find())
                    || server.listens().stream()
                            .anyMatch(l ->
                                    isFour(l) && l.port().equals(socket.listen().port()))
                    || four.stream().anyMatch(f -> f.server().names().containsAll(server.names()));
            if (!isElsewhere && socket.server().isReadWith(four.getFirst().server())) {
                report(socket, four.getFirst(), findings);
            }
        }
    }

    private static boolean isFour(Listen listen) {
        return !listen.address().startsWith("[") && !listen.port().isEmpty();
    }

    private static void exclude(Socket both, List<Socket> four, Findings findings) {
        boolean shared = both.listen().options().contains("reuseport")
                && four.stream().anyMatch(f -> f.listen().options().contains("reuseport"));
        four.stream()
                .filter(f -> !shared && f.server().isReadWith(both.server()))
                .findFirst()
                .ifPresent(f -> findings.add(
                        both.server().source(),
                        both.listen().line(),
                        both.listen().socket() + " takes IPv4 too (ipv6only=off) and "
                                + f.server().source().real() + ":" + f.listen().line() + " opens "
                                + f.listen().socket() + ", so nginx cannot open both and does not start",
                        "remove ipv6only=off, or the listen for IPv4"));
    }

    private static void report(Socket socket, Socket four, Findings findings) {
        String port = socket.listen().port();
        findings.add(
                Severity.WARNING,
                socket.server().source(),
                socket.listen().line(),
                socket.server().called() + " listens on " + socket.listen().socket()
                        + ", which takes IPv6 only, so IPv4 clients who ask for it on port " + port
                        + " get another site (" + four.server().called() + " or the default one)",
                "add 'listen " + port + (socket.listen().isTls() ? " ssl" : "") + ";'");
    }
}
