package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** What looks wrong and is right, and what looks right and is wrong, one machine at a time. */
class ProxyRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);

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
                """), TODAY))
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
    void aVariableThatHoldsAnAddressOrAnUpstreamNeedsNoResolver() {
        String rule = "nginx-proxy-pass-without-resolver";
        String http = """
                --- confs/a-proxy/nginx/nginx.conf
                http {
                  upstream off { server 10.1.0.113; }
                  map $host $by_map { default off; }
                  server { listen 80; location / { %s } }
                }
                """;

        assertThat(rules(rule, http.formatted("set $u 10.1.0.5; proxy_pass http://$u:80;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("set $u off; proxy_pass http://$u;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("proxy_pass http://$by_map$request_uri;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("proxy_pass http://10.1.0.5$request_uri;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("proxy_pass http://$arg_x;"))).isEmpty();
        assertThat(rules(rule, http.formatted("set $u http://10.1.0.5:81; proxy_pass $u;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("resolver 10.1.0.1; set $u a.b.org; proxy_pass http://$u;")))
                .isEmpty();
        assertThat(rules(rule, http.formatted("set $u a.b.org; proxy_pass http://$u/x;")))
                .containsExactly("ERROR:4");
        assertThat(rules(rule, http.formatted("set $u http://a.b.org; proxy_pass $u;")))
                .containsExactly("ERROR:4");
    }

    @Test
    void aComparisonIsJudgedOnlyWhereTheVariableCanNeverHoldTheValue() {
        String rule = "nginx-comparison-never-matches";
        String server = "server { listen 80; if (%s) { return 403; } }";

        for (String never : List.of(
                "$http_user_agent = \"-\"",
                "$scheme = HTTPS",
                "$host = A.example.org",
                "$host = a.org:80",
                "$request_method = post",
                "$https = off",
                "$request_uri = x",
                "$http_referer != '-'")) {
            assertThat(site(server.formatted(never), rule)).as(never).containsExactly("WARNING:1");
        }
        for (String right : List.of(
                "$http_user_agent = \"\"",
                "$scheme = http",
                "$host = a.example.org",
                "$request_method = POST",
                "$https = ''",
                "$request_uri = /",
                "$http_user_agent ~ -",
                "$host ~* A",
                "-f $request_filename",
                "$slow",
                "$http_x_y = HTTPS",
                "$scheme = $http_x")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
        assertThat(site("map $http_user_agent $bot {\n default 0;\n \"-\" 1;\n \"\" 1;\n}", rule))
                .containsExactly("WARNING:3");
        assertThat(site("map $scheme $x { HTTPS 1; } server { listen 80; location ~ ^/a(b)?$ { } }", rule))
                .isEmpty();
        assertThat(site("server { listen 80; location /a?b=1 { } }", rule)).containsExactly("WARNING:1");
    }

    @Test
    void aPatternForHostsNeedsItsDotsAndItsEnd() {
        String rule = "nginx-pattern-unanchored";
        String server = "server { listen 80; if (%s) { return 403; } }";

        for (String loose :
                List.of("$host ~* ^.*.example.org", "$host ~ ^a\\.example\\.org", "$host ~* a.example.org$")) {
            assertThat(site(server.formatted(loose), rule)).as(loose).containsExactly("WARNING:1");
        }
        for (String right : List.of(
                "$host ~* ^.*\\.example\\.org$",
                "$host ~ ^world-",
                "$host ~* \"^(.+\\.)?example\\.org$\"",
                "$http_user_agent ~ example.org",
                "$host ~ ^fr\\.")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
        assertThat(site("map $http_origin $cors {\n default '';\n \"~example\\.org$\" $http_origin;\n}", rule))
                .containsExactly("WARNING:3");
        assertThat(site("map $http_origin $cors {\n ~^https://([a-z]+\\.)?example\\.org$ $http_origin;\n}", rule))
                .isEmpty();
        assertThat(site("server { listen 80; location ^~ /.well-known/ { } location ~ ^/(a|.well-known)/ { } }", rule))
                .isEmpty();
    }

    @Test
    void headersAreLostOnlyWhereThereWereAnyAndTheyMatter() {
        String rule = "nginx-header-lost";
        String server = "server { listen 80; proxy_set_header Host $host; add_header X-A b;\n location / { %s } }";

        assertThat(site(server.formatted("proxy_set_header X-B c; proxy_pass http://10.1.0.1;"), rule))
                .containsExactly("WARNING:2");
        assertThat(site(server.formatted("proxy_set_header X-B c;"), rule)).isEmpty();
        assertThat(site(server.formatted("proxy_set_header host x; proxy_pass http://10.1.0.1;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("add_header X-B c; proxy_pass http://10.1.0.1;"), rule))
                .isEmpty();
        assertThat(site(
                        server.formatted("include proxy_params; proxy_set_header A b; proxy_pass http://10.1.0.1;"),
                        rule))
                .isEmpty();
    }

    @Test
    void aCacheIsSharedOnlyBetweenAnswersThatDifferByTheSite() {
        String rule = "nginx-cache-shared-between-sites";
        String two = """
                server { listen 80; server_name a.org; location / { proxy_cache z; %1$s proxy_pass http://10.1.0.1; } }
                server { listen 80; server_name b.org; location / { proxy_cache z; %1$s proxy_pass http://%2$s; } }
                """;
        String host = "proxy_set_header Host $host;";

        assertThat(site(two.formatted(host, "10.1.0.1"), rule)).containsExactly("ERROR:1", "ERROR:2");
        assertThat(site(two.formatted(host, "10.1.0.2"), rule)).isEmpty();
        assertThat(site(two.formatted("", "10.1.0.1"), rule)).isEmpty();
        assertThat(site(two.formatted(host + "proxy_cache_key $host$uri;", "10.1.0.1"), rule))
                .isEmpty();
        assertThat(site(two.formatted(host + "proxy_cache_key $site$uri;", "10.1.0.1"), rule))
                .isEmpty();
        assertThat(site(two.formatted(host, "10.1.0.1").replace("b.org", "a.org"), rule))
                .isEmpty();
        assertThat(site(two.formatted(host, "10.1.0.1").replace("location /", "location /css/"), rule))
                .containsExactly("WARNING:1", "WARNING:2");
    }

    @Test
    void aLimitOfOneAtATimeNeedsNoBurst() {
        String zone =
                "limit_req_zone $binary_remote_addr zone=z:1m rate=%s;\nserver { listen 80; limit_req zone=z%s; }";

        assertThat(site(zone.formatted("5r/m", ""), "nginx-limit-burst")).isEmpty();
        assertThat(site(zone.formatted("240r/m", " burst=4"), "nginx-limit-burst"))
                .isEmpty();
        assertThat(site(zone.formatted("240r/m", " burst=3"), "nginx-limit-burst"))
                .containsExactly("WARNING:2");
    }

    @Test
    void aPathMayFollowProxyPassOnlyInAPlainLocation() {
        String server = "server { listen 80; location %s { %s } }";
        String rule = "nginx-proxy-pass-uri";

        assertThat(site(server.formatted("/x", "proxy_pass http://a/;"), rule)).isEmpty();
        assertThat(site(server.formatted("~ x", "proxy_pass http://a;"), rule)).isEmpty();
        assertThat(site(server.formatted("~ x", "proxy_pass http://a$uri;"), rule))
                .isEmpty();
        assertThat(site(server.formatted("@x", "proxy_pass http://a/b;"), rule)).containsExactly("ERROR:1");
        assertThat(site(server.formatted("/", "if ($a) { proxy_pass http://a/; }"), rule))
                .containsExactly("ERROR:1");
    }

    @Test
    void anAliasAndItsLocationEndAlike() {
        String server = "server { listen 80; location %s { alias %s; } }";
        String rule = "nginx-alias-slash";

        assertThat(site(server.formatted("/a", "/srv/a"), rule)).isEmpty();
        assertThat(site(server.formatted("/a/", "/srv/a/"), rule)).isEmpty();
        assertThat(site(server.formatted("= /a", "/srv/a/"), rule)).isEmpty();
        assertThat(site(server.formatted("~ ^/a", "/srv/a/"), rule)).isEmpty();
        assertThat(site(server.formatted("^~ /a", "/srv/a/"), rule)).containsExactly("ERROR:1");
        assertThat(site(server.formatted("/a/", "/srv/a"), rule)).containsExactly("WARNING:1");
    }

    @Test
    void aLogIsRotatedByThePackageOrByAFileOfTheMachine() {
        String rule = "nginx-log-not-rotated";
        String server = "server { listen 80; access_log %s; }\n";

        for (String right : List.of("off", "/dev/stdout", "syslog:server=10.1.0.1", "/var/log/nginx/$host.x")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
        assertThat(site(server.formatted("/srv/x/a.log"), rule)).containsExactly("WARNING:1");
        assertThat(site(
                        server.formatted("/srv/x/a.log") + "--- confs/proxy1/logrotate.d/x\n/srv/x/*.log {\n daily\n}",
                        rule))
                .isEmpty();
        assertThat(site(
                        server.formatted("/var/log/nginx/b.log")
                                + "--- confs/proxy1/logrotate.d/nginx\n/var/log/nginx/a*.log {\n daily\n}",
                        rule))
                .containsExactly("WARNING:1");
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
    void passwordsOnAPartAreSilentWhereThatIsSaidOrAnotherBackendAnswers() {
        String server = """
                server { listen 80; server_name a.org;
                location / { auth_basic x; proxy_pass http://10.1.0.9:80/; }
                %s location /api/ { %s }
                }
                """;
        String open = "proxy_pass http://10.1.0.9/api/;";
        String rule = "nginx-auth-on-part";

        assertThat(site(server.formatted("", open), rule)).containsExactly("NOTE:3");
        assertThat(site(server.formatted("# no password for the API\n", open), rule))
                .isEmpty();
        assertThat(site(server.formatted("", "auth_basic off; " + open), rule)).isEmpty();
        assertThat(site(server.formatted("", "allow 10.1.0.0/24; deny all; " + open), rule))
                .isEmpty();
        assertThat(site(server.formatted("", "proxy_pass http://10.1.0.8;"), rule))
                .isEmpty();
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
    void twinsWithMoreThanOneDifferenceAreNone() {
        String server =
                "server { listen %s; server_name a.org;\nlocation / { gzip on; expires 1d; root /a; index %s; etag %s; } }\n";
        String rule = "nginx-twins-apart";
        String first = server.formatted("80", "x", "on");

        assertThat(site(first + server.formatted("81", "y", "on"), rule)).containsExactly("NOTE:4");
        assertThat(site(first + server.formatted("81", "y", "off"), rule)).isEmpty();
        assertThat(site(first + server.formatted("81", "y", "on").replace("a.org", "b.org"), rule))
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

    @Property(tries = 300)
    void noRuleThrowsOnDamagedFiles(@ForAll("damaged") String text) {
        String files = "--- confs/proxy1/nginx/conf.d/a.conf\n" + text.replace("\n--- ", "\n");

        assertThat(Lint.run(Example.tree(files), TODAY)).isNotNull();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of("""
                map $host $u { default off.example.org; "~^a\\.org$" 10.1.0.1; }
                limit_req_zone $binary_remote_addr zone=z:1m rate=10r/s;
                proxy_cache_path /var/cache/x keys_zone=c:1m;
                upstream off { server 10.1.0.113:80 weight=2; server unix:/run/x.sock; }
                server {
                    listen [::]:443 ssl; # managed by Certbot
                    server_name a.org *.a.org;
                    ssl_certificate /etc/letsencrypt/live/a.org/fullchain.pem;
                    ssl_certificate_key /etc/letsencrypt/live/a.org/privkey.pem;
                    access_log /var/log/nginx/a.log main;
                    add_header Strict-Transport-Security "max-age=1";
                    if ($host ~* ^.*.a.org) { return 301 https://$host$request_uri; }
                    location ~ ^/(a|b)$ { proxy_cache c; proxy_pass http://$u; limit_req zone=z burst=1; }
                    location /a/ { alias /srv/a; rewrite ^/a(.*)$ /b$1 break; auth_basic x; proxy_pass http://off/; }
                }
                """);
    }

    /** What a rule finds in one site of one machine, as {@code SEVERITY:line}. */
    private static List<String> site(String text, String rule) {
        return rules(rule, "--- confs/proxy1/nginx/conf.d/a.conf\n" + text);
    }

    private static List<String> rules(String rule, String example) {
        List<Finding> all = Lint.run(Example.tree(example), TODAY);
        assertThat(all).as("syntax").noneMatch(f -> f.rule().equals("syntax"));
        return all.stream()
                .filter(f -> f.rule().equals(rule))
                .map(f -> f.severity() + ":" + f.place().line())
                .toList();
    }
}
