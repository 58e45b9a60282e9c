package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.rules;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.site;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What nginx refuses to load, and what looks like it and loads: tried with {@code nginx -t} 1.22. */
class RefusedSitesTest {
    @Test
    void onlyWhatNginxTakesOnceIsADouble() {
        String rule = "nginx-directive-twice";
        String server = "server { listen 80; %s }";

        for (String twice : List.of(
                "root /a; root /b;",
                "location /a { } location ^~ /a { }",
                "location = /a { } location =/a { }",
                "location @a { } location @a { }",
                "location / { proxy_pass http://10.1.0.1; proxy_pass http://10.1.0.2; }")) {
            assertThat(site(server.formatted(twice), rule)).as(twice).containsExactly("ERROR:1");
        }
        for (String right : List.of(
                "location /a { } location = /a { }",
                "location /a { } location /a/ { }",
                "location ~ a { } location ~ a { }",
                "root /a; location / { root /a; }",
                "access_log /var/log/nginx/a.log; access_log syslog:server=10.1.0.1;",
                "add_header A b; add_header C d;",
                "proxy_cache_valid 200 1m; proxy_cache_valid 404 1s;",
                "location /a { location /a/b { } } location /a/b { }",
                "if ($a) { set $x y; } if ($b) { set $x z; }")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
        assertThat(site("""
                server { listen 80; server_name a.org; ssl_ciphers HIGH; ssl_dhparam /x;
                include /etc/letsencrypt/options-ssl-nginx.conf; }
                """, rule)).containsExactly("WARNING:1");
    }

    @Test
    void theDefaultServerOfATlsSocketNeedsACertificateOfItsOwn() {
        String rule = "nginx-certificate-missing";
        String main = """
                --- confs/a-proxy/nginx/nginx.conf
                http {
                server { listen 443 ssl%s; server_name a.org; ssl_certificate /c; ssl_certificate_key /k; }
                server { listen 443 ssl%s; server_name b.org; %s }
                }
                """;

        assertThat(rules(rule, main.formatted("", " default_server", ""))).containsExactly("ERROR:3");
        assertThat(rules(rule, main.formatted("", " default_server", "ssl_reject_handshake on;")))
                .isEmpty();
        assertThat(rules(rule, main.formatted(" default_server", "", ""))).isEmpty();
    }

    @Test
    void aCertificateNeedsItsKey() {
        String rule = "nginx-certificate-key-mismatch";
        String main =
                "--- confs/a-proxy/nginx/nginx.conf\nhttp { %s\nserver { listen 443 ssl; ssl_certificate /c; %s } }\n";

        assertThat(rules(rule, main.formatted("", ""))).containsExactly("ERROR:2");
        assertThat(rules(
                        rule,
                        main.formatted(
                                "ssl_certificate /etc/letsencrypt/live/a/x.pem; ssl_certificate_key /etc/letsencrypt/live/b/x.pem;",
                                "")))
                .containsExactly("ERROR:1");
        assertThat(rules(rule, main.formatted("ssl_certificate_key /k;", ""))).isEmpty();
        assertThat(rules(rule, main.formatted("", "include snippets/tls.conf;")))
                .isEmpty();
        assertThat(rules(rule, main.formatted("include conf.d/*.conf;", ""))).isEmpty();
    }

    @Test
    void aQuestionMarkThatMayBeAbsentMatches() {
        String rule = "nginx-comparison-never-matches";
        String server = "server { listen 80; location ~ %s { return 200; } }";

        for (String right : List.of("\\.(css|js)(\\?.*)?$", "\\.css\\??", "^/a[\\?/]", "^/a\\?b|^/c", "^/a(\\?|$)")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
        assertThat(site(server.formatted("^/a\\?b="), rule)).containsExactly("WARNING:1");
    }

    @Test
    void aDotInAClassIsADot() {
        assertThat(site("server { listen 80; server_name ~^[a-z.0-9]+\\.example\\.org$; }", "nginx-pattern-unanchored"))
                .isEmpty();
    }

    @Test
    void aClosedCornerOfAnOpenSiteIsUsual() {
        String rule = "nginx-auth-on-part";
        String server = """
                server { listen 80;
                  location %s { auth_basic x; proxy_pass http://10.1.0.1; }
                  location %s { proxy_pass http://10.1.0.1; } }
                """;

        assertThat(site(server.formatted("/admin/", "/"), rule)).isEmpty();
        assertThat(site(server.formatted("~ ^/(cgi|admin)/", "/"), rule)).isEmpty();
        assertThat(site(server.formatted("/", "/api/"), rule)).containsExactly("NOTE:3");
        assertThat(site(server.formatted("/", "~ ^/api/"), rule)).containsExactly("NOTE:3");
    }

    @Test
    void theNameThatWasAskedForMayBeThatOfAnUpstream() {
        String rule = "nginx-proxy-pass-without-resolver";
        String main = """
                --- confs/a-proxy/nginx/nginx.conf
                http { upstream %s { server 10.1.0.1; }
                server { listen 80; server_name a.org b.org; location / { proxy_pass http://$host; } } }
                """;

        assertThat(rules(rule, main.formatted("a.org"))).isEmpty();
        assertThat(rules(rule, main.formatted("c.org"))).containsExactly("ERROR:2");
    }

    @Test
    void aVariableInThePathMakesNginxLookUpTheHost() {
        String rule = "nginx-proxy-pass-without-resolver";
        String main = """
                --- confs/a-proxy/nginx/nginx.conf
                http { upstream up { server 10.1.0.1; }
                server { listen 80; location ~ ^/x/(.*)$ { proxy_pass %s; } } }
                """;

        assertThat(rules(rule, main.formatted("https://files.example.org/$1"))).containsExactly("ERROR:2");
        assertThat(rules(rule, main.formatted("https://files.example.org:8080$request_uri")))
                .containsExactly("ERROR:2");
        for (String right : List.of(
                "http://up/$1",
                "http://up$request_uri",
                "http://10.1.0.5/$1",
                "http://[2001:db8::1]/$1",
                "http://unix:/run/a.sock:/$1",
                "http://files.$arg_domain/x",
                "https://files.example.org")) {
            assertThat(rules(rule, main.formatted(right))).as(right).isEmpty();
        }
    }

    @Test
    void aNamedLocationMayRedirectToItsOwnServer() {
        String server = "server { listen 80; listen 443 ssl; server_name a.org; ssl_certificate /c; %s }";
        String rule = "nginx-redirect-loop";

        assertThat(site(server.formatted("location @tls { return 301 https://$host$request_uri; }"), rule))
                .isEmpty();
        for (String loop : List.of(
                "location / { return 301 https://$host$request_uri; }",
                "server_name b.org; return 301 https://$server_name$request_uri;",
                "rewrite ^(.*)$ https://a.org$1 permanent;",
                "location / { rewrite ^/(.*) https://$host/$1 redirect; }")) {
            assertThat(site(server.formatted(loop), rule)).as(loop).containsExactly("ERROR:1");
        }
        for (String right : List.of(
                "rewrite ^(.*)$ https://b.org$1 permanent;",
                "rewrite ^/old/(.*)$ https://a.org/$1 permanent;",
                "if ($scheme = https) { set $a b; } rewrite ^ https://$host$request_uri? permanent;",
                "location /x/ { rewrite ^ https://a.org$request_uri? permanent; }")) {
            assertThat(site(server.formatted(right), rule)).as(right).isEmpty();
        }
    }

    @Test
    void membersOfAnUpstreamMayStandInAFileOfTheirOwn() {
        assertThat(rules("syntax", """
                --- confs/a-proxy/nginx/nginx.conf
                http { upstream off { include upstreams/off.conf; keepalive 8; } }
                --- confs/a-proxy/nginx/upstreams/off.conf
                server 10.1.0.113:80 max_fails=3 fail_timeout=5s;
                server 10.1.0.114:80 backup;
                """)).isEmpty();
    }

    @Test
    void aPatternForTheDashAloneNeverMatchesEither() {
        String rule = "nginx-comparison-never-matches";

        assertThat(site("server { listen 80; if ($http_user_agent ~* \"^-$\") { return 403; } }", rule))
                .containsExactly("WARNING:1");
        assertThat(site("map $http_user_agent $bot {\n \"~^-$\" 1;\n \"~^-?$\" 1;\n}", rule))
                .containsExactly("WARNING:2");
        assertThat(site("server { listen 80; if ($http_user_agent ~ -) { return 403; } }", rule))
                .isEmpty();
    }

    @Test
    void aLimitZoneMayBeCalledOff() {
        String zone = "limit_req_zone $host zone=off:1m rate=10r/s;\nproxy_cache off;\n";

        assertThat(site(zone + "server { listen 80; limit_req zone=off; }", "nginx-limit-burst"))
                .containsExactly("WARNING:3");
        assertThat(site(zone + "server { listen 80; limit_req zone=off burst=20; }", "nginx-limit-burst"))
                .isEmpty();
    }
}
