package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.rules;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.site;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks wrong in locations and is right, and the reverse: paths, headers, caches, limits, logs. */
class LocationRulesTest {
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
}
