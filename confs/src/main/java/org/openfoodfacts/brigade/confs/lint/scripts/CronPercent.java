package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A date format in a crontab without backslashes: "Percent-signs (%) in the command, unless escaped with backslash, will be changed into newline characters" (crontab(5)). */
final class CronPercent implements Rule {
    private static final int MAX_LINE = 4_000;
    private static final Pattern FORMAT = Pattern.compile("(?<![\\w-])date\\b[^|;&]*\\+[\"']?[^\\s\\\\%\"']*%[A-Za-z]");

    private static final RulePage PAGE = new RulePage(
            "cron-percent",
            Severity.ERROR,
            "A job of cron is cut off at a '%'",
            "cron takes an unescaped '%' for the end of the command; what follows becomes its input. A job that puts the date into a name runs half of its command.",
            "",
            new RulePage.Failing("confs/host1/cron.d/backup:1", """
                    --- confs/host1/cron.d/backup
                    0 3 * * * root tar czf /backup/etc-$(date +%F).tgz /etc
                    """),
            """
            --- confs/host1/cron.d/backup
            0 3 * * * root tar czf /backup/etc-$(date +\\%F).tgz /etc
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository
                .all(Formats.CRON)
                .forEach(read -> read.value().jobs().forEach(job -> {
                    Matcher format = FORMAT.matcher(job.command());
                    if (job.command().length() < MAX_LINE && format.find()) {
                        findings.add(
                                read.source(),
                                job.line(),
                                "cron ends the command at the '%' of its date format, so only the first half of it runs",
                                "write '\\%' for each '%'");
                    }
                }));
    }
}
