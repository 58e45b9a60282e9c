package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.rules;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.site;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** What looks wrong in servers and is right, and the reverse: sockets, names, certificates, where requests go. */
class ServerRulesTest {
    @Test
    void oneSslIsEnoughForAllServersOfASocketButNotOfAnother() {
        String second = """
                server { listen 443 ssl; server_name b.example.org;
                  ssl_certificate /etc/letsencrypt/live/b.example.org/fullchain.pem;
                  ssl_certificate_key /etc/letsencrypt/live/b.example.org/privkey.pem; }
                """;
        String rule = "nginx-listen-without-ssl";

        assertThat(site("server { listen 443; server_name a.example.org; }\n" + second, rule))
                .containsExactly("NOTE:1");
        assertThat(site("server { listen [::]:443; server_name a.example.org; }\n" + second, rule))
                .containsExactly("ERROR:1");
        assertThat(site("server { listen 443; ssl on; server_name a.example.org; }", rule))
                .isEmpty();
        assertThat(site("server { listen 443 quic reuseport; listen 443 ssl; server_name a.example.org; }", rule))
                .isEmpty();
        assertThat(site("server { listen 10.1.0.1:8443; server_name a.example.org; }", rule))
                .isEmpty();
    }

    @Test
    void aCertificateMayBeCalledByTheDomainAboveOrByAnotherOfTheNames() {
        String server = """
                server { listen 443 ssl; server_name %s;
                  ssl_certificate /etc/letsencrypt/live/%s/fullchain.pem; }
                """;
        String rule = "nginx-certificate-of-another-name";

        assertThat(site(server.formatted("fr.example.org", "example.org"), rule))
                .isEmpty();
        assertThat(site(server.formatted("example.org *.example.org", "example.org"), rule))
                .isEmpty();
        assertThat(site(server.formatted("b.example.org a.example.org", "a.example.org-0001"), rule))
                .isEmpty();
        assertThat(site(server.formatted("_", "a.example.org"), rule)).isEmpty();
        assertThat(site(server.formatted("robot.example.org", "feed.example.org"), rule))
                .containsExactly("WARNING:2");
    }

    @Test
    void aNameStandsTwiceOnlyOnOneSocketOfOneMachine() {
        String rule = "nginx-server-name-twice";
        String server = "server { listen %s; server_name %s; }\n";

        assertThat(site(server.formatted("80", "a.example.org") + server.formatted("*:80", "A.example.org"), rule))
                .containsExactly("ERROR:2");
        assertThat(site(server.formatted("80", "a.example.org") + server.formatted("[::]:80", "a.example.org"), rule))
                .isEmpty();
        assertThat(site(server.formatted("80", "*.example.org") + server.formatted("80", "a.example.org"), rule))
                .isEmpty();
        assertThat(rules(rule, """
                --- confs/one-proxy/nginx/conf.d/a.conf
                server { listen 80; server_name a.example.org; }
                --- confs/two-proxy/nginx/conf.d/a.conf
                server { listen 80; server_name a.example.org; }
                """)).isEmpty();
    }

    @Test
    void whatTakesTheRestOfASocketServesThoughItsNameStandsTwice() {
        String rule = "nginx-server-name-twice";

        assertThat(site("server { listen 80; }\nserver { listen 80 default_server; server_name _; return 444; }", rule))
                .isEmpty();
        assertThat(site("server { listen 80; }\nserver { listen 80; return 444; }", rule))
                .containsExactly("ERROR:2");
        assertThat(site("server { listen 443 ssl; listen 443 quic; server_name a.org; }", "nginx-listen-twice"))
                .isEmpty();
    }

    @Test
    void whatNginxConfIncludesAndTheTreeLacksMayDeclareIt() {
        assertThat(rules("nginx-undeclared", """
                --- confs/a-proxy/nginx/nginx.conf
                http { include /etc/nginx/conf.d/*.conf; }
                --- confs/a-proxy/nginx/a.example.org
                server { listen 80; access_log /var/log/nginx/a.log main; }
                """)).containsExactly("WARNING:1");
    }

    @Test
    void port80MayBeServedByAWildcardADefaultOrNobodyThatIsKnown() {
        String rule = "nginx-http-site-missing";
        String tls = """
                server { listen 443 ssl; server_name a.example.org;
                  ssl_certificate /etc/letsencrypt/live/a.example.org/fullchain.pem; }
                """;

        assertThat(site(tls + "server { listen 80; server_name *.example.org; }", rule))
                .isEmpty();
        assertThat(site(tls + "server { listen 80; server_name .example.org; }", rule))
                .isEmpty();
        assertThat(site(tls + "server { listen 80 default_server; server_name b.org; }", rule))
                .isEmpty();
        assertThat(site(tls, rule)).isEmpty();
        assertThat(site(tls.replace("live/a.", "live/") + "server { listen 80; server_name b.org; }", rule))
                .isEmpty();
        assertThat(site(tls + "server { listen 80; server_name b.org; }", rule)).containsExactly("WARNING:1");
    }

    @Test
    void aSiteThatIsLinkedOrOnlyAvailableIsReadOnce() {
        assertThat(rules("nginx-server-name-twice", """
                --- confs/a-proxy/nginx/sites-available/a
                server { listen 80; server_name a.example.org; }
                --- confs/a-proxy/nginx/sites-enabled/a -> ../sites-available/a
                --- confs/a-proxy/nginx/sites-available/a-maintenance
                server { listen 80; server_name a.example.org; return 503; }
                --- confs/a-proxy/nginx/conf.d/a.conf.disabled
                server { listen 80; server_name a.example.org; }
                --- confs/a-proxy/nginx/snippets/x.conf
                add_header X-Y z;
                """)).isEmpty();
    }

    @Test
    void filesBesideTheIncludedFoldersAreLinkedByHandSoADoubleThereIsAGuess() {
        assertThat(Lint.run(Example.tree("""
                --- confs/a-proxy/nginx/a.example.org
                server { listen 80; server_name a.example.org; }
                --- confs/a-proxy/nginx/a-old.example.org
                server { listen 80; server_name a.example.org; }
                """), SiteFindings.TODAY))
                .filteredOn(f -> f.rule().equals("nginx-server-name-twice"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.message()).contains("(guessed: nginx reads both files)");
                });
    }

    @Test
    void includesAreFollowedInsideTheMachinesFolder() {
        assertThat(rules("nginx-undeclared", """
                --- confs/a-proxy/nginx/nginx.conf
                http {
                    include mime.types;
                    include /etc/nginx/zones/*.conf;
                    include sites-enabled/*;
                }
                --- confs/a-proxy/nginx/zones/z.conf
                proxy_cache_path /var/cache/nginx keys_zone=pages:10m;
                limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;
                --- confs/a-proxy/nginx/sites-enabled/a
                server {
                    listen 80;
                    access_log /var/log/nginx/a.log combined;
                    include snippets/cached.conf;
                    limit_req zone=api burst=20;
                    limit_req zone=apis burst=20;
                }
                --- confs/a-proxy/nginx/snippets/cached.conf
                proxy_cache pages;
                """)).containsExactly("ERROR:6");
    }

    @Test
    void withoutNginxConfNothingIsKnownToBeMissing() {
        assertThat(site(
                        "server { listen 80; access_log /var/log/nginx/a.log main; proxy_cache pages; }",
                        "nginx-undeclared"))
                .isEmpty();
    }

    @Test
    void aServerThatRedirectsElsewhereIsNoLoop() {
        String rule = "nginx-redirect-loop";
        String server = "server { listen %s; server_name a.org; %s }";

        assertThat(site(server.formatted("80", "return 301 https://$host$request_uri;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("443 ssl", "return 301 https://b.org$request_uri;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("443 ssl", "return 301 https://www.$host$request_uri;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("8443 ssl", "return 301 https://$host$request_uri;"), rule))
                .isEmpty();
        assertThat(site(
                        server.formatted("443 ssl", "if ($a) { return 301 https://$host$request_uri; } return 404;"),
                        rule))
                .isEmpty();
        assertThat(site(server.formatted("443 ssl", "location / { return 301 https://a.org$request_uri; }"), rule))
                .containsExactly("ERROR:1");
        assertThat(site(server.formatted("80; listen 443 ssl", "return 301 https://$host$request_uri;"), rule))
                .containsExactly("ERROR:1");
    }

    @Test
    void aProxyBehindAnotherIsNotAtOddsWithIt() {
        String files = """
                --- confs/%s/nginx/conf.d/a.conf
                server { listen 80; server_name a.example.org; location / { proxy_pass http://10.1.0.113; } }
                --- confs/%s/nginx/conf.d/a.conf
                server { listen 80; server_name a.example.org; location / { proxy_pass http://%s; } }
                """;
        String rule = "nginx-name-on-two-proxies";

        assertThat(rules(rule, files.formatted("north-proxy", "off", "10.1.0.9")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("north-proxy", "south-proxy", "127.0.0.1:8080")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("north-proxy", "south-proxy", "10.1.0.113")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("north-proxy", "south-proxy", "10.1.0.9")))
                .containsExactly("WARNING:1");
    }

    @Test
    void certbotsRedirectMustNameAllHosts() {
        String server = """
                server { if ($host = a.org) { return 301 https://$host$request_uri; }
                listen 80; server_name %s; %s }
                """;
        String rule = "nginx-redirect-drops-name";

        assertThat(site(server.formatted("a.org b.org", "return 404;"), rule)).containsExactly("WARNING:2");
        assertThat(site(server.formatted("a.org *.a.org", "return 404;"), rule)).isEmpty();
        assertThat(site(server.formatted("a.org b.org", "return 301 https://$host$request_uri;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("a.org b.org", "location / { root /x; } return 404;"), rule))
                .isEmpty();
    }

    @Test
    void protocolsOfHttpMatterWhereAServerTakesThemFromThere() {
        String site = "ssl_protocols TLSv1 TLSv1.2;\nserver { listen 443 ssl; server_name a.org; %s }";
        String rule = "nginx-old-tls";

        assertThat(site(site.formatted(""), rule)).containsExactly("WARNING:1");
        assertThat(site(site.formatted("include /etc/letsencrypt/options-ssl-nginx.conf;"), rule))
                .isEmpty();
        assertThat(site(site.formatted("ssl_protocols TLSv1.3;"), rule)).isEmpty();
        assertThat(site("ssl_protocols TLSv1 TLSv1.2; server { listen 80; }", rule))
                .isEmpty();
    }

    @Test
    void aTlsSocketMayTakeItsCertificateFromAnyOfItsServersOrFromWhatIsIncluded() {
        String rule = "nginx-certificate-missing";
        String server = "server { listen 443 ssl; server_name a.org; %s }\n";

        assertThat(site(server.formatted(""), rule)).containsExactly("WARNING:1");
        assertThat(site(server.formatted("include snippets/ssl.conf;"), rule)).isEmpty();
        assertThat(site(server.formatted("ssl_reject_handshake on;"), rule)).isEmpty();
        assertThat(site("ssl_certificate /a; ssl_certificate_key /b; " + server.formatted(""), rule))
                .isEmpty();
        assertThat(site(
                        server.formatted("")
                                + "server { listen 443; server_name b.org; ssl_certificate /a; ssl_certificate_key /b; }",
                        rule))
                .isEmpty();
    }

    @Test
    void anUpstreamIsUnownedOnlyWhereTheSitesGuestsAreKnownAndNoNumberMatches() {
        String files = """
                --- confs/off1/pve/lxc_101.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.101/24
                --- confs/off1/pve/lxc_110.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.110/24
                --- confs/off2/pve/lxc_113.conf
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24
                --- confs/off2/pve/qemu_200.conf
                name: docker
                --- confs/%s/nginx/conf.d/a.conf
                server { listen 80; location / { proxy_pass http://%s; } }
                """;
        String rule = "nginx-upstream-unowned";

        assertThat(rules(rule, files.formatted("off1-reverse-proxy", "10.1.0.131")))
                .containsExactly("WARNING:1");
        assertThat(rules(rule, files.formatted("off1-reverse-proxy", "10.1.0.200")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("off1-reverse-proxy", "10.1.0.1")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("off1-reverse-proxy", "10.9.0.131")))
                .isEmpty();
        assertThat(rules(rule, files.formatted("ovh1-reverse-proxy", "10.1.0.131")))
                .isEmpty();
    }
}
