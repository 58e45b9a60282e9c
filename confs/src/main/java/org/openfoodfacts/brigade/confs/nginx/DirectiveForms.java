package org.openfoodfacts.brigade.confs.nginx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.Problem;

/**
 * How many arguments the directives of nginx's own modules take, and which begin a block. Judged is only what nginx refuses for certain:
 * names it may have from other modules are passed over, and so are blocks that hold no directives.
 */
final class DirectiveForms {
    private static final int ANY = Integer.MAX_VALUE;
    private static final Set<String> DATA = Set.of("map", "geo", "types", "split_clients", "charset_map", "match");
    /** Names that are words as well: alone at the beginning of a line they prove nothing. */
    private static final Set<String> WORDS = Set.of(
            "user",
            "root",
            "index",
            "set",
            "if",
            "map",
            "types",
            "pid",
            "allow",
            "deny",
            "break",
            "geo",
            "return",
            "include",
            "alias",
            "gzip",
            "internal",
            "http",
            "server",
            "events",
            "stream");

    private static final Map<String, Form> FORMS = forms();

    private record Form(int least, int most, boolean isBlock) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private DirectiveForms(String file) {
        this.file = file;
    }

    static List<Problem> problems(String file, List<Directive> directives) {
        DirectiveForms forms = new DirectiveForms(file);
        directives.forEach(d -> forms.judge(d, ""));
        return forms.problems;
    }

    private void judge(Directive directive, String in) {
        Form form = FORMS.get(directive.name());
        if (form != null && !isOfUpstream(directive, in) && !in.equals("stream")) {
            judge(directive, form);
        }
        if (!DATA.contains(directive.name())) {
            String inside = in.equals("stream") || directive.name().equals("mail") ? "stream" : directive.name();
            directive.block().forEach(d -> judge(d, inside));
        }
    }

    /** A member of an upstream, which may also stand alone in a file that an upstream includes. */
    private static boolean isOfUpstream(Directive directive, String in) {
        boolean isMember = !directive.isBlock() && !directive.arguments().isEmpty();
        return directive.name().equals("server") && (in.equals("upstream") || (in.isEmpty() && isMember));
    }

    private void judge(Directive directive, Form form) {
        Word swallowed = swallowed(directive);
        int count = directive.arguments().size();
        boolean fits = count >= form.least && count <= form.most;
        if (swallowed != null && (!fits || !WORDS.contains(swallowed.value()))) {
            error(
                    directive,
                    "'" + directive.name() + "' has no ';', so nginx takes '" + swallowed + "' in line "
                            + swallowed.line() + " for its argument",
                    "end the line with ';'");
        } else if (!fits) {
            error(
                    directive,
                    "'" + directive.name() + "' has " + count + " arguments and takes " + range(form)
                            + ", so nginx refuses its configuration",
                    "give it the arguments it takes");
        } else if (form.isBlock && !directive.isBlock()) {
            error(
                    directive,
                    "'" + directive.name() + "' has no '{', so nginx refuses its configuration",
                    "add its block");
        } else if (!form.isBlock && directive.isBlock()) {
            String what = "'" + directive.name() + "' begins no block, so nginx refuses its configuration";
            error(directive, what, "end it with ';' (is one missing before the '{'?)");
        }
    }

    /** The name of another directive that begins a line among the arguments: the sign of a missing {@code ;}. */
    private static Word swallowed(Directive directive) {
        int line = directive.line();
        for (Word word : directive.arguments()) {
            if (word.line() > line && word.quoting() == Word.Quoting.NONE && FORMS.containsKey(word.value())) {
                return word;
            }
            line = word.line();
        }
        return null;
    }

    private static String range(Form form) {
        if (form.most == ANY) {
            return "at least " + form.least;
        }
        return form.least == form.most ? String.valueOf(form.least) : form.least + " to " + form.most;
    }

    private void error(Directive at, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, at.line(), at.column(), "", what, remedy));
    }

    private static Map<String, Form> forms() {
        Map<String, Form> forms = new HashMap<>();
        put(forms, 0, 0, true, "http events types stream");
        put(forms, 0, 0, true, "server");
        put(forms, 1, 2, true, "location geo");
        put(forms, 1, 1, true, "upstream");
        put(forms, 2, 2, true, "map split_clients");
        put(forms, 1, ANY, true, "if limit_except");
        put(forms, 0, 0, false, "internal break");
        put(forms, 1, 1, false, """
                proxy_pass root alias include client_max_body_size ssl_certificate ssl_certificate_key ssl_ciphers
                ssl_prefer_server_ciphers proxy_read_timeout proxy_connect_timeout proxy_send_timeout proxy_buffering
                proxy_buffer_size proxy_http_version proxy_cache proxy_cache_key auth_basic auth_basic_user_file allow deny
                gzip resolver_timeout autoindex satisfy server_tokens proxy_hide_header proxy_ssl_server_name default_type
                ssl_session_timeout ssl_session_tickets ssl_stapling ssl_stapling_verify ssl_trusted_certificate ssl_dhparam
                ssl_ecdh_curve fastcgi_pass sendfile worker_processes pid worker_connections proxy_intercept_errors
                proxy_request_buffering port_in_redirect limit_req_status limit_req_dry_run real_ip_header set_real_ip_from""");
        put(forms, 1, 2, false, "return user expires proxy_redirect keepalive_timeout ssl_session_cache");
        put(forms, 2, 2, false, "set proxy_set_header proxy_buffers limit_conn limit_conn_zone");
        put(forms, 2, 3, false, "rewrite add_header fastcgi_param");
        put(forms, 1, 3, false, "limit_req");
        put(forms, 3, 4, false, "limit_req_zone");
        put(forms, 1, ANY, false, """
                server_name listen index access_log error_log ssl_protocols proxy_cache_valid resolver gzip_types proxy_cache_bypass
                proxy_no_cache proxy_cache_use_stale""");
        put(forms, 2, ANY, false, "try_files error_page log_format proxy_cache_path");
        return forms;
    }

    private static void put(Map<String, Form> forms, int least, int most, boolean isBlock, String names) {
        for (String name : names.split("\\s+")) {
            forms.put(name, new Form(least, most, isBlock));
        }
    }
}
