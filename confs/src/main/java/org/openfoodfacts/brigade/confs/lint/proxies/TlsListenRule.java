package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * A socket of port 443 that no server makes a TLS one. The option belongs to the socket, not to the server: one {@code ssl} is enough for
 * all that share it (ngx_http_add_addresses in src/http/ngx_http.c).
 */
final class TlsListenRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "nginx-listen-without-ssl",
            Severity.ERROR,
            "A server listens on port 443 without ssl",
            """
            nginx speaks plain HTTP there, and every browser that comes with https:// gets an error. The option belongs to the socket: \
            when another server of the machine sets it for the same address and port, it holds for all, and this is a note.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:2", """
                    --- confs/proxy1/nginx/conf.d/a.conf
                    server {
                        listen 443;
                        server_name a.example.org;
                        ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                        ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
                    }
                    """),
            """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 443 ssl;
                server_name a.example.org;
                ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
            }
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, Boolean> tls = http.servers().stream()
                    .flatMap(s -> s.listens().stream())
                    .collect(Collectors.toMap(Listen::socket, Listen::isTls, Boolean::logicalOr));
            http.servers()
                    .forEach(server -> server.listens().stream()
                            .filter(l -> l.port().equals("443") && !l.isTls())
                            .filter(l -> !server.scope().isOn("ssl"))
                            .forEach(l -> add(server, l, tls.get(l.socket()), findings)));
        }
    }

    private static void add(VirtualServer server, Listen listen, boolean elsewhere, Findings findings) {
        Scope at = server.scope()
                .own("listen")
                .filter(d -> d.line() == listen.line())
                .findFirst()
                .orElse(server.scope());
        String remedy = "write 'listen " + at.argument(0) + " ssl'";
        if (elsewhere) {
            String what = server.called() + " is served over TLS only because another server sets ssl for "
                    + listen.socket() + ", and no longer when that one goes";
            findings.add(Severity.NOTE, at.source(), at.line(), what, remedy);
        } else if (server.scope().isItselfOpen()) {
            String what =
                    server.called() + " listens on " + listen.socket() + " without ssl, so no browser can open it";
            findings.guess(at.source(), at.line(), "none of the files it includes says 'ssl on'", what, remedy);
        } else {
            String what = server.called() + " listens on " + listen.socket()
                    + " without ssl, so nginx answers https requests in plain HTTP and no browser can open it";
            findings.add(at.source(), at.line(), what, remedy);
        }
    }
}
