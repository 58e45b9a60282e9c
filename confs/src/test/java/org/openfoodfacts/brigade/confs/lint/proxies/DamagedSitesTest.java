package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

/** No rule throws, whatever stands in a site. */
class DamagedSitesTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);

    @Property(tries = 300)
    void noRuleThrowsOnDamagedFiles(@ForAll("damaged") String text) {
        String files = "--- confs/proxy1/nginx/conf.d/a.conf\n" + text.replace("\n--- ", "\n");

        assertThat(Lint.run(Example.tree(files), TODAY)).isNotNull();
    }

    /** Found by {@code bench fuzz}: a redirect has its address as the last of its arguments. */
    @net.jqwik.api.Example
    void directivesWithoutArgumentsAreNoRedirectsOrLocations() {
        String files =
                "--- confs/proxy1/nginx/conf.d/a.conf\nserver { listen 80; return ; location { alias ; root ; proxy_pass ; rewrite ; } }\n";

        assertThat(Lint.run(Example.tree(files), TODAY)).isNotNull();
    }

    /** Found by {@code bench fuzz}. */
    @net.jqwik.api.Example
    void aProxyWhoseSiteIsNoNameHasNone() {
        String files = """
                --- confs/proxy1/nginx/conf.d/a.conf
                server { listen 80; location / { proxy_pass http://10.9.0.113:80; } }
                --- fleet.yaml
                fleet: shop
                sites:
                  - name: paris
                nodes:
                  - {name: host1, kind: host, site: paris, addresses: [10.9.0.11]}
                  - {name: proxy1, kind: guest, site: ro me, addresses: [10.9.0.12], host: host1, vmid: 101, folders: [proxy1]}
                """;

        assertThat(Lint.run(Example.tree(files), TODAY))
                .extracting(Finding::rule)
                .contains("syntax");
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
}
