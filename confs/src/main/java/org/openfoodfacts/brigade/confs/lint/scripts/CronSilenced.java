package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.cron.CronTable;
import org.openfoodfacts.brigade.confs.cron.CronTable.Job;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A job that matters with output and errors in /dev/null. cron(8) mails what a job prints, never how it ended, so {@code 2>&1 >/dev/null}, which leaves the
 * errors, is right, and so is {@code &>/dev/null} in sh, where it is another thing.
 */
final class CronSilenced implements Rule {
    private static final int MAX_LINE = 4_000;
    private static final String NULL = "\\s{0,3}/dev/null";
    private static final Pattern SILENT = Pattern.compile(
            "1?>>?" + NULL + "\\s{1,3}2>(?:&1|>?" + NULL + ")\\s*$|2>>?" + NULL + "\\s{1,3}1?>>?" + NULL + "\\s*$");
    private static final Pattern SILENT_IN_BASH = Pattern.compile("(?:&>>?|>&)" + NULL + "\\s*$");
    private static final Pattern MATTERS = Pattern.compile(
            "(?i)backup|sync|snapshot|certbot|acme\\.sh|letsencrypt|renew|dump|restic|borg|sanoid|\\bzfs\\b|\\bzpool\\b|scrub|replicat");
    private static final Pattern TELLS = Pattern.compile(
            "(?i)mail|curl|wget|logger|systemd-cat|notify|chronic|hc-ping|healthcheck|cronitor|slack|\\|\\|");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+");

    private static final RulePage PAGE = new RulePage(
            "cron-failure-unseen",
            Severity.WARNING,
            "A job that matters fails without anybody learning it",
            """
            cron tells of a failure only by what the job prints. With its output and its errors in /dev/null a backup, a sync or a renewal may fail every \
            night, and is missed on the day it is needed. Throw away the output alone, and cron mails the errors.""",
            "failures of snapshot and sync units reached nobody for months",
            new RulePage.Failing("confs/host1/cron.d/backup:1", """
                    --- confs/host1/cron.d/backup
                    0 3 * * * root /usr/local/bin/backup-databases >/dev/null 2>&1
                    """),
            """
            --- confs/host1/cron.d/backup
            0 3 * * * root /usr/local/bin/backup-databases >/dev/null
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, String> scripts = new HashMap<>();
        RunScript.files(repository)
                .forEach(script -> scripts.put(script.source().real(), script.text()));
        repository
                .all(Formats.CRON)
                .forEach(read -> read.value().jobs().stream()
                        .filter(job -> isSilent(read.value(), job) && !tellsItself(job, scripts))
                        .forEach(job -> findings.guess(
                                read.source(),
                                job.line(),
                                "the job does not tell by itself",
                                "the job's output and errors go to /dev/null, so nobody learns when it fails",
                                "throw away the output only ('>/dev/null'), so that cron mails the errors")));
    }

    private static boolean isSilent(CronTable table, Job job) {
        if (job.command().length() > MAX_LINE) {
            return false;
        }
        boolean bash = table.variables().stream()
                .filter(v -> v.name().equals("SHELL") && v.line() < job.line())
                .anyMatch(v -> v.value().endsWith("bash"));
        Matcher end = SILENT.matcher(job.command());
        Matcher ofBash = SILENT_IN_BASH.matcher(job.command());
        int at = end.find() ? end.start() : bash && ofBash.find() ? ofBash.start() : -1;
        String runs = at < 0 ? "" : job.command().substring(0, at);
        return MATTERS.matcher(runs).find() && !TELLS.matcher(runs).find();
    }

    private static boolean tellsItself(Job job, Map<String, String> scripts) {
        return PATH.matcher(job.command()).results().map(path -> path.group()).anyMatch(path -> tells(path, scripts));
    }

    /** The repository's script that the path ends with: {@code /opt/infra/scripts/x.sh} is {@code scripts/x.sh}. */
    private static boolean tells(String path, Map<String, String> scripts) {
        for (int at = 0; at >= 0; at = path.indexOf('/', at + 1)) {
            String text = scripts.get(at == 0 ? path : path.substring(at + 1));
            if (text != null) {
                return TELLS.matcher(text).find();
            }
        }
        return false;
    }
}
