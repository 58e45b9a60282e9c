package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.rules;
import static org.openfoodfacts.brigade.confs.lint.proxies.SiteFindings.site;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sites seen together with others: who asks whom by which way, production and staging, http and https, files and paths. */
class NeighbourRulesTest {
    private static final String PROXY = """
            --- confs/off1/pve/lxc_113.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24
            --- confs/off1/pve/lxc_115.conf
            hostname: robot
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.115/24
            --- confs/ovh1/pve/lxc_120.conf
            hostname: faraway
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.120/24
            --- confs/off-proxy/nginx/conf.d/a.conf
            upstream robot { server 10.1.0.115:5500; }
            server { listen 80; server_name robot.example.org; location / { proxy_pass http://robot; } }
            server { listen 80; server_name two.example.org; location / { proxy_pass http://10.1.0.113; }
              location /api/ { proxy_pass http://10.1.0.115; } }
            """;

    private static List<String> publicWay(String more) {
        return rules("nginx-inside-by-public-proxy", PROXY + more);
    }

    @Test
    void settingsThatAreAskedForAreFoundButNotThoseThatAreShown() {
        String unit = "--- confs/shop/systemd/system/app.service\n[Service]\nEnvironment=%s\nExecStart=/usr/bin/true\n";

        assertThat(publicWay(unit.formatted("ROBOT_URL=https://robot.example.org/api")))
                .containsExactly("WARNING:2");
        assertThat(publicWay("--- confs/shop/default/app\n# x\nexport ROBOT_API=\"https://robot.example.org\"\n"))
                .containsExactly("WARNING:2");
        for (String right : List.of(
                "PUBLIC_ROBOT_URL=https://robot.example.org",
                "ROBOT=https://robot.example.org",
                "OAUTH_SERVER_URL=https://robot.example.org",
                "ROBOT_URL=https://robot.example.org:8443/",
                "ROBOT_URL=https://robot.example.org.test/",
                "ROBOT_URL=https://two.example.org/",
                "ROBOT_URL=http://10.1.0.115:5500")) {
            assertThat(publicWay(unit.formatted(right))).as(right).isEmpty();
        }
    }

    @Test
    void thePublicWayIsRightFromAnotherSiteAndForTheMachinesOwnName() {
        String unit =
                "--- confs/%s/systemd/system/app.service\n[Service]\nEnvironment=ROBOT_URL=https://robot.example.org\n";

        assertThat(publicWay(unit.formatted("shop"))).containsExactly("WARNING:2");
        assertThat(publicWay(unit.formatted("faraway"))).isEmpty();
        assertThat(publicWay(unit.formatted("unknown"))).isEmpty();
        assertThat(publicWay(unit.formatted("robot"))).isEmpty();
    }

    @Test
    void aProxyThatLeadsToANameOfItsOwnAsksItself() {
        assertThat(publicWay("""
                --- confs/off-proxy/nginx/conf.d/b.conf
                server { listen 80; server_name b.example.org;
                  location /robot/ { set $r robot.example.org; proxy_pass https://$r; }
                  location /other/ { proxy_pass http://robot/; } }
                """)).containsExactly("WARNING:2");
    }

    @Test
    void productionAndStagingMayDifferInWhatBelongsToEach() {
        String rule = "nginx-staging-apart";
        String sites = """
                server { listen 80; server_name a.example.org;
                  location / { proxy_set_header Host $host; proxy_read_timeout 9s; proxy_buffering off;
                    proxy_pass http://10.1.0.113; %s } }
                server { listen 80; server_name a.staging.example.org; client_max_body_size 1m;
                  location / { proxy_set_header Host $host; proxy_read_timeout 60s; proxy_buffering off;
                    proxy_pass http://10.1.0.200; auth_basic x; add_header X-Robots-Tag noindex; } }
                """;

        assertThat(site(sites.formatted("proxy_http_version 1.1;"), rule)).containsExactly("NOTE:5");
        assertThat(site(sites.formatted("access_log off; limit_req zone=x;"), rule))
                .isEmpty();
        assertThat(site(sites.formatted("client_max_body_size 20m;"), rule)).isEmpty();
        assertThat(site(sites.formatted("include proxy_params; proxy_http_version 1.1;"), rule))
                .isEmpty();
        assertThat(site(sites.formatted("gzip on; sendfile on; proxy_http_version 1.1;"), rule))
                .isEmpty();
        assertThat(site(sites.formatted("gzip on;").replace("a.example.org", "b.example.org"), rule))
                .isEmpty();
    }

    @Test
    void httpAndHttpsShareACacheOnlyWhereBothAreCachedAndTheBackendTellsThemApart() {
        String rule = "nginx-cache-shared-between-schemes";
        String server = """
                proxy_cache_path /var/cache/nginx keys_zone=p:10m;
                server { %s server_name a.example.org; ssl_certificate a; ssl_certificate_key b;
                  location / { proxy_cache p; proxy_set_header Host $host; proxy_set_header X-Forwarded-Proto %s;
                    proxy_cache_key %s$host$request_uri; proxy_pass http://10.1.0.113; } }
                """;
        String both = "listen 80; listen 443 ssl;";

        assertThat(site(server.formatted(both, "$scheme", ""), rule)).containsExactly("WARNING:4");
        assertThat(site(server.formatted("listen 443 ssl;", "$scheme", ""), rule))
                .isEmpty();
        assertThat(site(server.formatted(both, "https", ""), rule)).isEmpty();
        assertThat(site(server.formatted(both, "$scheme", "$scheme"), rule)).isEmpty();
        assertThat(site(server.formatted(both, "$scheme", "$mine"), rule)).isEmpty();
        assertThat(site(
                        server.formatted(both + " if ($scheme = http) { return 301 https://$host; }", "$scheme", ""),
                        rule))
                .isEmpty();
        String split = server.formatted("listen 80;", "$scheme", "")
                + server.formatted("listen 443 ssl;", "$scheme", "")
                        .lines()
                        .skip(1)
                        .collect(Collectors.joining("\n"));
        assertThat(site(split, rule)).containsExactly("WARNING:7");
    }

    @Test
    void aRootMayEndWithAnythingButThePathOfItsLocation() {
        String rule = "nginx-root-repeats-location";
        String server = "server { listen 80; location %s { root %s; } }";

        assertThat(site(
                        server.formatted("^~ /.well-known/acme-challenge", "/var/www/.well-known/acme-challenge/"),
                        rule))
                .containsExactly("WARNING:1");
        assertThat(site(server.formatted("/.well-known/acme-challenge", "/var/www/html"), rule))
                .isEmpty();
        assertThat(site(server.formatted("= /50x.html", "/usr/share/nginx/html"), rule))
                .isEmpty();
        assertThat(site(server.formatted("/", "/"), rule)).isEmpty();
        assertThat(site(server.formatted("/images", "/images"), rule)).isEmpty();
        assertThat(site(server.formatted("/images", "/srv/my-images"), rule)).isEmpty();
        assertThat(site(server.formatted("~ /images", "/srv/images"), rule)).isEmpty();
        assertThat(site("server { listen 80; location /i/ { rewrite ^/i/(.*) /$1 break; root /srv/i; } }", rule))
                .isEmpty();
    }
}
