package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Placed;
import org.openfoodfacts.brigade.confs.logrotate.Glob;

/**
 * A jail's log beside those that the machine writes, and none of them. jailreader.py: without any file for a jail's logpath the whole
 * configuration fails ("Have not found any log file"); a file that is left from before is read and never grows.
 */
final class LogMissingRule implements Rule {
    private static final String SITE = """
            --- confs/proxy/nginx/conf.d/shop.conf
            server {
              listen 80;
              server_name shop.example.org;
              access_log /var/log/nginx/shop-access.log;
            }
            --- confs/proxy/nginx/nginx.conf
            http {
              access_log off;
              include /etc/nginx/conf.d/*.conf;
            }
            --- confs/proxy/fail2ban/jail.d/web.local
            [nginx-bad-request]
            enabled = true
            logpath = /var/log/nginx/%s
            """;
    private static final RulePage PAGE = new RulePage(
            "ban-log-nobody-writes",
            Severity.WARNING,
            "A jail reads a log that nothing on the machine writes",
            """
            When no file of a jail's logpath is there, fail2ban does not start at all, with none of its jails. When one is left from before, \
            the jail runs and sees nothing. Mostly a site's log was renamed, and the jail that reads it forgotten.""",
            "",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/web.local:3", SITE.formatted("access.log")),
            SITE.formatted("*access.log"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            if (!machine.getKey().equals(Repository.SHARED)) {
                Set<String> written = WrittenLogs.of(repository, machine.getKey());
                Set<String> folders =
                        written.stream().map(LogMissingRule::folder).collect(Collectors.toSet());
                machine.getValue().stream()
                        .filter(jail -> !jail.isOff() && !ByHandRule.isByHand(jail) && readsFiles(jail))
                        .forEach(jail -> judge(jail, written, folders, findings));
            }
        }
    }

    private static boolean readsFiles(Jail jail) {
        return jail.option("enabled").isPresent()
                && jail.option("backend")
                        .filter(backend -> backend.value().startsWith("systemd"))
                        .isEmpty();
    }

    private static void judge(Jail jail, Set<String> written, Set<String> folders, Findings findings) {
        Placed log = jail.own("logpath").orElse(null);
        if (log == null || log.value().contains("%(") || log.value().isBlank()) {
            return;
        }
        List<String> paths = log.value()
                .lines()
                .map(line -> line.strip().split("\\s+", 2)[0])
                .toList();
        boolean isKnown = paths.stream().allMatch(path -> folders.contains(folder(path)));
        boolean isRead = paths.stream().anyMatch(path -> isWritten(path, written));
        if (isKnown && !isRead) {
            String path = paths.getFirst();
            findings.guess(
                    log.source(),
                    log.option().line(),
                    "the machine's other logs there are written by what the repository holds",
                    "nothing on the machine writes '" + path + "', which [" + jail.name()
                            + "] reads, so it bans nobody, and without the file fail2ban does not start",
                    DidYouMean.among(path, written)
                            .map(meant -> "did you mean '" + meant + "'?")
                            .orElse("name a log that is written"));
        }
    }

    /** A name with a variable in it may become any of its folder. */
    private static boolean isWritten(String path, Set<String> written) {
        Glob glob = new Glob(path);
        return written.stream()
                .anyMatch(log ->
                        glob.matches(log) || (log.contains("$") && folder(log).equals(folder(path))));
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
