package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * A log that nothing rotates: Debian's package rotates {@code /var/log/nginx/*.log}, other files must be named in the machine's
 * {@code logrotate.d}. What lies elsewhere may be rotated by what is not in the repository, so there it is a guess.
 */
final class LogRotationRule implements Rule {
    private static final String SERVER = """
            --- confs/proxy1/nginx/conf.d/a.conf
            server {
                listen 80;
                server_name a.example.org;
                access_log /var/log/nginx/a.example.org%s;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-log-not-rotated",
            Severity.WARNING,
            "nginx writes a log that is not rotated",
            "It grows until the disk is full, and then everything on the machine stops. Debian rotates /var/log/nginx/*.log and nothing else.",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:4", SERVER.formatted("")),
            SERVER.formatted(".log"));
    private static final int LONGEST_PATH = 4096;
    private static final String PACKAGED = "/var/log/nginx/*.log";
    private static final Pattern PATH = Pattern.compile("(?<![\\w*.-])/[^\\s{}\"']+");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            List<Pattern> rotated = rotated(repository, http.folder());
            for (String name : List.of("access_log", "error_log")) {
                Stream.concat(http.declared(name), http.inServers(name)).forEach(log -> check(log, rotated, findings));
            }
        }
    }

    private static List<Pattern> rotated(Repository repository, String folder) {
        List<String> patterns = new ArrayList<>();
        for (Source source : repository.of(folder)) {
            if (source.inFolder().startsWith("logrotate.d/")
                    || source.inFolder().equals("logrotate.conf")) {
                source.text()
                        .lines()
                        .forEach(line -> PATH.matcher(line).results().forEach(m -> patterns.add(m.group())));
            }
        }
        if (repository.find(folder, "logrotate.d/nginx").isEmpty()) {
            patterns.add(PACKAGED);
        }
        return patterns.stream().map(LogRotationRule::glob).toList();
    }

    private static void check(Scope log, List<Pattern> rotated, Findings findings) {
        String path = log.argument(0);
        boolean isFile = path.length() <= LONGEST_PATH
                && path.startsWith("/")
                && !path.startsWith("/dev/")
                && !path.startsWith("/proc/")
                && !path.contains("$");
        if (!isFile
                || rotated.stream().anyMatch(pattern -> pattern.matcher(path).matches())) {
            return;
        }
        String what = "nothing rotates '" + path + "', so it grows until the disk is full";
        if (path.startsWith("/var/log/nginx/")) {
            String remedy = "name it /var/log/nginx/….log, which Debian rotates, or add it to a file of logrotate.d";
            findings.add(log.source(), log.line(), what, remedy);
        } else {
            String remedy = "add it to a file of logrotate.d in this folder";
            findings.guess(log.source(), log.line(), "no file of the repository rotates it", what, remedy);
        }
    }

    /** As glob(3): a star stands for any part of a name; one with more than four matches nothing here. */
    private static Pattern glob(String text) {
        String[] parts = text.split("\\*+", -1);
        if (parts.length > 5) {
            return Pattern.compile("(?!)");
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : "[^/]*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex.toString());
    }
}
