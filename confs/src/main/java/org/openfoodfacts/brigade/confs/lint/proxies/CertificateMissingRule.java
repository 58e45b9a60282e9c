package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * A TLS socket none of whose servers names a certificate: 'no "ssl_certificate" is defined' (ngx_http_ssl_init). One server with a
 * certificate may be the default of the socket, so then nothing is said.
 */
final class CertificateMissingRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/nginx.conf
            http {
                server {
                    listen 443 ssl;
                    server_name a.example.org;
            %s    }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-certificate-missing",
            Severity.ERROR,
            "A server listens with ssl and has no certificate",
            "nginx refuses its configuration: the next reload fails, and after a restart all its sites are down.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/nginx.conf:3", SERVER.formatted("")),
            SERVER.formatted("""
                            ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem;
                            ssl_certificate_key /etc/letsencrypt/live/a.example.org/privkey.pem;
                    """));

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Socket(VirtualServer server, Listen listen) {}

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, List<Socket>> bySocket = http.servers().stream()
                    .flatMap(s -> s.listens().stream().map(l -> new Socket(s, l)))
                    .collect(Collectors.groupingBy(s -> s.listen().socket(), LinkedHashMap::new, Collectors.toList()));
            bySocket.values().stream()
                    .filter(all -> all.stream().anyMatch(s -> s.listen().isTls()))
                    .forEach(all -> check(http, all, findings));
        }
    }

    /** nginx asks the default server of a socket, which must have one though the others have (ngx_http_ssl_init). */
    private static void check(Http http, List<Socket> all, Findings findings) {
        if (all.stream().noneMatch(s -> mayHaveCertificate(s.server().scope()))) {
            report(http, all.getFirst(), findings);
            return;
        }
        all.stream()
                .filter(s -> s.listen().isDefault())
                .filter(s -> !mayHaveCertificate(s.server().scope()))
                .findFirst()
                .ifPresent(s -> report(http, s, findings));
    }

    private static boolean mayHaveCertificate(Scope server) {
        return server.isOpen()
                || server.isOn("ssl_reject_handshake")
                || Stream.of("ssl_certificate", "ssl_certificate_by_lua_block", "ssl_certificate_by_lua_file")
                        .anyMatch(name -> !server.effective(name).isEmpty());
    }

    private static void report(Http http, Socket socket, Findings findings) {
        String what = socket.server().called() + " listens on "
                + socket.listen().socket() + " with ssl and has no certificate, so nginx refuses its configuration";
        String remedy = "add ssl_certificate and ssl_certificate_key";
        if (http.whole()) {
            findings.add(socket.server().source(), socket.listen().line(), what, remedy);
        } else {
            String because = "what nginx includes and is not in the tree names none for all servers";
            findings.guess(socket.server().source(), socket.listen().line(), because, what, remedy);
        }
    }
}
