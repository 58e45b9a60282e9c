package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * A socket twice in one server, with two default servers, or with its options in two servers: nginx refuses all three
 * (ngx_http_core_listen, ngx_http_add_addresses: 'duplicate listen options for').
 */
final class DefaultServerTwiceRule implements Rule {
    private static final String SERVERS = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80 default_server;
                return 444;
            }
            server {
                listen 80%s;
                server_name a.example.org;
                root /var/www/a;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-listen-twice",
            Severity.ERROR,
            "A socket has two default servers, stands twice in one server, or gets its options twice",
            """
            nginx refuses its configuration: the next reload fails, and after a restart all its sites are down. Mostly somebody copied a site \
            with 'listen [::]:443 ssl ipv6only=on', as certbot writes it once.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVERS.formatted(" default_server")),
            SERVERS.formatted(""));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, VirtualServer> defaults = new HashMap<>();
            Map<String, VirtualServer> setting = new HashMap<>();
            for (VirtualServer server : http.servers()) {
                Set<String> own = new HashSet<>();
                for (Listen listen : server.listens()) {
                    if (!own.add(listen.socket())) {
                        String what = "the server listens on " + listen.socket()
                                + " twice, so nginx refuses its configuration";
                        findings.add(server.source(), listen.line(), what, "remove one of the two lines");
                        continue;
                    }
                    if (listen.isDefault()) {
                        VirtualServer first = defaults.putIfAbsent(listen.socket(), server);
                        String remedy = "take default_server from one of the two";
                        report(first, server, listen, " has its default server in ", remedy, findings);
                    }
                    if (listen.setsSocket()) {
                        VirtualServer first = setting.putIfAbsent(listen.socket(), server);
                        String remedy =
                                "leave options such as ipv6only, reuseport and backlog to one listen per socket";
                        report(first, server, listen, " has the options of its socket in ", remedy, findings);
                    }
                }
            }
        }
    }

    private static void report(
            VirtualServer first, VirtualServer second, Listen listen, String has, String remedy, Findings findings) {
        if (first != null && first.isReadWith(second)) {
            String place = first.source().real() + ":" + first.line();
            String what = listen.socket() + has + place + " already, so nginx refuses its configuration";
            findings.add(second.source(), listen.line(), what, remedy);
        }
    }
}
