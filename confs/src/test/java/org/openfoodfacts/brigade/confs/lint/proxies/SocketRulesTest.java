package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.rules;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.site;

import org.junit.jupiter.api.Test;

/** What looks wrong in sockets and files that are linked, and is right, and the reverse. */
class SocketRulesTest {
    @Test
    void theOptionsOfASocketMayStandInOneListenOnly() {
        String rule = "nginx-listen-twice";
        String servers = """
                server { listen [::]:443 ssl%s; listen 443 ssl; server_name a.example.org; }
                server { listen [::]:443 ssl%s; listen 443 ssl; server_name b.example.org; }
                """;

        assertThat(site(servers.formatted(" ipv6only=on", " ipv6only=on"), rule))
                .containsExactly("ERROR:2");
        assertThat(site(servers.formatted(" reuseport", " backlog=511"), rule)).containsExactly("ERROR:2");
        assertThat(site(servers.formatted(" ipv6only=on", ""), rule)).isEmpty();
        assertThat(site(servers.formatted(" http2", " http2 proxy_protocol"), rule))
                .isEmpty();
    }

    @Test
    void aSiteForIpv6AloneIsMissedByIpv4OnlyWhereSomethingElseAnswers() {
        String rule = "nginx-listen-families";
        String six = "server { listen [::]:80; server_name %s; }\n";

        assertThat(site(six.formatted("a.example.org") + "server { listen 80; server_name b.org; }", rule))
                .containsExactly("WARNING:1");
        assertThat(site(six.formatted("a.example.org"), rule)).isEmpty();
        assertThat(site(six.formatted("ipv6.example.org") + "server { listen 80; server_name b.org; }", rule))
                .isEmpty();
        assertThat(site(six.formatted("a.b.org") + "server { listen 80; server_name c.org a.b.org; }", rule))
                .isEmpty();
        assertThat(site("server { listen [::]:80; listen 10.1.0.1:80; server_name a.b; } server { listen 80; }", rule))
                .isEmpty();
        assertThat(site("server { listen [::]:80 ipv6only=off; server_name a.b; }\nserver { listen 81; }", rule))
                .isEmpty();
        assertThat(site("server { listen [::]:80 ipv6only=off; server_name a.b; }\nserver { server_name c.d; }", rule))
                .containsExactly("ERROR:1");
    }

    @Test
    void aStreamSharesItsSocketsWithNobody() {
        String rule = "nginx-stream-listen-taken";
        String main = """
                --- confs/a-proxy/nginx/nginx.conf
                http { include conf.d/*.conf; }
                stream {
                    upstream db { server 10.1.0.102:27017; }
                    server { listen 443; ssl_preread on; proxy_pass db; }
                    include streams.d/*.conf;
                }
                --- confs/a-proxy/nginx/streams.d/dns.conf
                server { listen 53 udp; proxy_pass 10.1.0.53:53; }
                server { listen 53; proxy_pass 10.1.0.53:53; }
                --- confs/a-proxy/nginx/conf.d/a.conf
                server { listen %s; server_name a.example.org; }
                """;

        assertThat(rules(rule, main.formatted("443"))).containsExactly("ERROR:4");
        assertThat(rules(rule, main.formatted("127.0.0.1:443"))).isEmpty();
        assertThat(rules(rule, """
                --- confs/a-proxy/nginx/modules-enabled/90-stream.conf
                stream { server { listen 53; proxy_pass 10.1.0.1:53; }
                server { listen 53; proxy_pass 10.1.0.2:53; } }
                """)).containsExactly("ERROR:2");
        assertThat(rules(rule, """
                --- confs/a-proxy/nginx/nginx.conf
                stream { server { listen 443; server_name a.org; proxy_pass 10.1.0.1:443; }
                server { listen 443; server_name b.org; proxy_pass 10.1.0.2:443; } }
                """)).isEmpty();
    }

    @Test
    void aStreamThatLeadsToNobodyIsFound() {
        assertThat(rules("nginx-upstream-unowned", """
                --- confs/off1/pve/lxc_101.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.101/24
                --- confs/off1/pve/lxc_110.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.110/24
                --- confs/off2/pve/lxc_113.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24
                --- confs/off-proxy/nginx/nginx.conf
                stream {
                    upstream db { server 10.1.0.131:27017; }
                    server { listen 27017; proxy_pass db; }
                    server { listen 27018; proxy_pass 10.1.0.113:27017; }
                }
                --- confs/off-proxy/nginx/conf.d/a.conf
                server { listen 80; location / {
                  set $to 10.1.0.132:80;
                  proxy_pass http://$to; } }
                --- confs/off-proxy/nginx/conf.d/maps.conf
                map $host $by_host {
                  default 10.1.0.113;
                  b.org http://10.1.0.133:80;
                }
                map $host $other { default 10.1.0.134; }
                server { listen 80; server_name b.org; location / { proxy_pass $by_host; } }
                """.replace(
                                "nginx.conf\n", "nginx.conf\nhttp { include conf.d/*.conf; }\n")))
                .containsExactlyInAnyOrder("WARNING:3", "WARNING:3", "WARNING:3");
    }

    @Test
    void aFileThatIsLinkedUnderAnotherNameIsReadOnce() {
        String linked = """
                --- confs/a-proxy/nginx/%s
                limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;
                server { listen 80 default_server; server_name a.example.org; }
                --- confs/a-proxy/nginx/%s -> ../%s
                """;

        for (String rule : new String[] {"nginx-server-name-twice", "nginx-listen-twice", "nginx-declared-twice"}) {
            assertThat(rules(rule, linked.formatted("a.example.org", "sites-enabled/a", "a.example.org")))
                    .isEmpty();
            assertThat(rules(rule, linked.formatted("sites-available/a", "sites-enabled/10-a", "sites-available/a")))
                    .isEmpty();
            assertThat(rules(rule, linked.formatted("sites-available/a", "conf.d/a.conf", "sites-available/a")))
                    .isEmpty();
        }
    }
}
