package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A file in cron.d or cron.daily with a dot in its name, which Debian's cron and run-parts(8) pass over: letters, digits, {@code _} and {@code -} only. */
final class CronFileIgnored implements Rule {
    private static final Pattern IGNORED = Pattern.compile(
            "cron\\.(?:d|hourly|daily|weekly|monthly)/([A-Za-z0-9_-]+\\.(?:sh|cron|conf|cfg|py|pl|bash|txt))");

    private static final RulePage PAGE = new RulePage(
            "cron-file-ignored",
            Severity.WARNING,
            "cron passes over a file because of its name",
            "Debian's cron and run-parts read only files whose names are of letters, digits, '_' and '-'. One with a dot is never run, and nothing says so.",
            "",
            new RulePage.Failing("confs/host1/cron.daily/backup.sh", """
                    --- confs/host1/cron.daily/backup.sh
                    #!/bin/sh
                    /usr/local/bin/backup
                    """),
            """
            --- confs/host1/cron.daily/backup
            #!/bin/sh
            /usr/local/bin/backup
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository.sources().stream()
                .filter(source -> !source.folder().isEmpty())
                .filter(source -> IGNORED.matcher(source.inFolder()).matches())
                .forEach(source -> findings.guess(
                        source,
                        0,
                        "it is linked to /etc under the name it has here",
                        "the name '%s' has a dot, so cron never runs it".formatted(source.fileName()),
                        "leave the ending away"));
    }
}
