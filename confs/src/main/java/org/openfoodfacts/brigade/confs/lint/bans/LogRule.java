package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Placed;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * A jail that reads nginx's access logs, and servers that write none ({@code access_log off} "cancels all access_log directives on the
 * current level", ngx_http_log_module). Filters that read the error log are not meant.
 */
final class LogRule implements Rule {
    private static final Set<String> READ_ACCESS_LOGS =
            Set.of("nginx-botsearch", "nginx-bad-request", "apache-badbots", "php-url-fopen");
    private static final Pattern OFF = Pattern.compile("\\s*access_log\\s+off\\s*;.*");
    private static final Pattern LOCAL = Pattern.compile("\\s*listen\\s+(127\\.|\\[::1\\]|localhost|unix:).*");

    private static final RulePage PAGE = new RulePage(
            "ban-log-unwritten",
            Severity.WARNING,
            "A jail reads access logs that a site does not write",
            """
            The jail sees no request to a server with 'access_log off': whoever attacks that site is never banned. The jail looks alive all \
            the same, because other sites write to the logs it reads.""",
            "Access logs were turned off for the busiest site; its crawlers had to be banned by hand.",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/web.local:3", """
                    --- confs/proxy/fail2ban/jail.d/web.local
                    [nginx-botsearch]
                    enabled = true
                    logpath = /var/log/nginx/*log
                    --- confs/proxy/nginx/conf.d/shop.conf
                    server {
                      listen 80;
                      server_name shop.example.org;
                      access_log off;
                    }
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/web.local
            [nginx-botsearch]
            enabled = true
            logpath = /var/log/nginx/*log
            --- confs/proxy/nginx/conf.d/shop.conf
            server {
              listen 80;
              server_name shop.example.org;
              access_log /var/log/nginx/shop.log;
              location = /favicon.ico {
                access_log off;
              }
            }
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            List<Jail> reading =
                    machine.getValue().stream().filter(LogRule::readsAccessLogs).toList();
            if (!reading.isEmpty()) {
                List<String> off = repository.of(machine.getKey()).stream()
                        .filter(source -> source.inFolder().startsWith("nginx/"))
                        .flatMap(source -> turnedOff(source).stream())
                        .toList();
                reading.forEach(jail -> judge(jail, off, findings));
            }
        }
    }

    private static boolean readsAccessLogs(Jail jail) {
        String filter = jail.own("filter").map(Placed::value).orElse(jail.name());
        return !jail.isOff()
                && Call.all(filter).stream().anyMatch(call -> READ_ACCESS_LOGS.contains(call.name()))
                && jail.own("logpath")
                        .filter(log -> log.value().contains("/nginx/"))
                        .isPresent();
    }

    private static void judge(Jail jail, List<String> off, Findings findings) {
        Placed log = jail.own("logpath").orElseThrow();
        if (!off.isEmpty()) {
            String where = String.join(", ", off.subList(0, Math.min(3, off.size())))
                    + (off.size() > 3 ? " and " + (off.size() - 3) + " more" : "");
            findings.guess(
                    log.source(),
                    log.option().line(),
                    "these sites are to be watched too",
                    "[" + jail.name() + "] reads nginx's access logs, but " + where
                            + " turns them off, so nobody is banned for" + " what he asks of that site",
                    "let the site log what the filter looks for (access_log … if=$condition), or leave it out knowingly");
        }
    }

    /** Where servers turn their access log off: at most one block deep, so not in a location. */
    private static List<String> turnedOff(Source source) {
        List<String> lines = source.text().lines();
        if (lines.stream().anyMatch(line -> LOCAL.matcher(line).matches())) {
            return List.of();
        }
        List<String> places = new ArrayList<>();
        int depth = source.fileName().equals("nginx.conf") ? -1 : 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.strip().startsWith("#")) {
                if (depth <= 1 && OFF.matcher(line).matches()) {
                    places.add(source.inFolder() + ":" + (i + 1));
                }
                depth += (int) (line.chars().filter(c -> c == '{').count()
                        - line.chars().filter(c -> c == '}').count());
            }
        }
        return places;
    }
}
