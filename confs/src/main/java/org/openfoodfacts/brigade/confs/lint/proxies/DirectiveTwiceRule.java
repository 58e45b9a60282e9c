package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * What nginx takes once per block ('directive is duplicate', ngx_conf_set_str_slot and its like; 'duplicate location',
 * ngx_http_join_exact_locations), written there or brought in by an include. Locations with a pattern may repeat.
 */
final class DirectiveTwiceRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                location / {
                    include snippets/proxy.conf;
                    proxy_read_timeout %s;
                    proxy_pass http://10.1.0.113;
                }
            }
            --- confs/proxy1/nginx/snippets/proxy.conf
            proxy_set_header Host $host;
            proxy_%s_timeout 60s;
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-directive-twice",
            Severity.ERROR,
            "A block has a directive or location twice that nginx takes once",
            """
            nginx refuses its configuration: the next reload fails, and after a restart all its sites are down. Unlike a location inside a \
            server, a line does not override what an include in the same block says.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:6", SERVER.formatted("90s", "read")),
            SERVER.formatted("90s", "connect"));
    private static final Set<String> ONCE = Set.of("""
            proxy_pass root alias proxy_cache proxy_cache_key client_max_body_size proxy_read_timeout proxy_connect_timeout
            proxy_send_timeout proxy_buffering proxy_buffer_size proxy_buffers proxy_busy_buffers_size proxy_http_version
            proxy_intercept_errors proxy_request_buffering proxy_ssl_server_name proxy_cache_lock proxy_max_temp_file_size
            ssl_session_timeout ssl_session_tickets ssl_prefer_server_ciphers ssl_ciphers ssl_ecdh_curve ssl_stapling
            ssl_stapling_verify ssl_trusted_certificate ssl_dhparam gzip gzip_vary gzip_comp_level gzip_min_length sendfile tcp_nopush
            keepalive_timeout server_tokens auth_basic auth_basic_user_file default_type autoindex expires resolver
            resolver_timeout limit_req_status limit_req_dry_run try_files satisfy types_hash_max_size client_body_timeout
            send_timeout charset auth_request""".split("\\s+"));
    private static final Set<String> OF_CERTBOT =
            Set.of("ssl_session_timeout", "ssl_prefer_server_ciphers", "ssl_ciphers");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            checkBlock(http.loaded(), findings);
            for (VirtualServer server : http.servers()) {
                server.blocks()
                        .filter(block -> Set.of("server", "location", "if").contains(block.name()))
                        .forEach(block -> checkBlock(block.children(), findings));
                checkCertbot(server, findings);
            }
        }
    }

    private static void checkBlock(List<Scope> children, Findings findings) {
        Map<String, Scope> seen = new HashMap<>();
        for (Scope child : children) {
            String key = key(child);
            Scope first = key.isEmpty() ? null : seen.putIfAbsent(key, child);
            if (first != null) {
                findings.add(
                        child.source(),
                        child.line(),
                        key + " stands in the same block in " + first.source().real() + ":" + first.line()
                                + " already, so nginx refuses its configuration",
                        "remove one of the two");
            }
        }
    }

    /** Empty for what may stand more than once. */
    private static String key(Scope scope) {
        if (!scope.name().equals("location")) {
            return ONCE.contains(scope.name()) && !scope.directive().isBlock() ? scope.name() : "";
        }
        List<String> words = scope.directive().values();
        if (words.isEmpty() || words.getFirst().startsWith("~")) {
            return "";
        }
        String written = String.join(" ", words);
        if (written.startsWith("^~")) {
            written = written.substring(2).strip();
        } else if (written.startsWith("=")) {
            written = "= " + written.substring(1).strip();
        }
        return "location '" + written + "'";
    }

    private static void checkCertbot(VirtualServer server, Findings findings) {
        boolean includes = server.scope().directive().block().stream()
                .anyMatch(d ->
                        d.name().equals("include") && d.argument(0).endsWith("letsencrypt/options-ssl-nginx.conf"));
        if (includes) {
            server.scope().children().stream()
                    .filter(c -> OF_CERTBOT.contains(c.name()))
                    .forEach(c -> findings.guess(
                            c.source(),
                            c.line(),
                            "options-ssl-nginx.conf is as certbot writes it",
                            c.name()
                                    + " stands in the included options-ssl-nginx.conf too, so nginx refuses its configuration",
                            "remove the line, or the include"));
        }
    }
}
