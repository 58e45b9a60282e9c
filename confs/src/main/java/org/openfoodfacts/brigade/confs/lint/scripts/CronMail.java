package org.openfoodfacts.brigade.confs.lint.scripts;

import org.openfoodfacts.brigade.confs.cron.CronTable.Variable;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** {@code MAILTO=""} with jobs after it: "no mail will be sent" (crontab(5)). */
final class CronMail implements Rule {
    private static final RulePage PAGE = new RulePage(
            "cron-mail-muted",
            Severity.NOTE,
            "The jobs of a crontab send no mail",
            "With MAILTO=\"\" cron throws away what its jobs say, so nobody learns that one fails, unless the job tells by itself.",
            "mails were muted \"for now\" and never unmuted",
            new RulePage.Failing("confs/host1/cron.d/backup:1", """
                    --- confs/host1/cron.d/backup
                    MAILTO=""
                    0 3 * * * root /usr/local/bin/backup
                    """),
            """
            --- confs/host1/cron.d/backup
            MAILTO=root
            0 3 * * * root /usr/local/bin/backup
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository.all(Formats.CRON).forEach(read -> {
            for (Variable variable : read.value().variables()) {
                boolean mutes =
                        variable.name().equals("MAILTO") && variable.value().isEmpty();
                if (mutes && read.value().jobs().stream().anyMatch(job -> job.line() > variable.line())) {
                    findings.guess(
                            read.source(),
                            variable.line(),
                            "the jobs do not tell by themselves",
                            "MAILTO is empty, so nobody is told when a job after it fails",
                            "name who shall read it, or let the job tell");
                }
            }
        });
    }
}
