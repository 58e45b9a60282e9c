package org.openfoodfacts.brigade.confs.lint;

import org.openfoodfacts.brigade.confs.Problem;

/** Links that cannot be followed. */
final class LinkRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "link-broken",
            Severity.WARNING,
            "A symbolic link of the repository cannot be followed",
            """
            The file that the machine should have through it is not there: a unit without its drop-in, an alert without its template. A link \
            that leads out of the repository is not read, so nothing behind it is checked.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/email-failures@.service", """
                    --- confs/host1/systemd/system/email-failures@.service -> ../../../common/systemd/email-failures@.service
                    --- confs/common/systemd/system/email-failures@.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/bin/mailx -s "%i failed" root
                    """),
            """
            --- confs/host1/systemd/system/email-failures@.service -> ../../../common/systemd/system/email-failures@.service
            --- confs/common/systemd/system/email-failures@.service
            [Service]
            Type=oneshot
            ExecStart=/usr/bin/mailx -s "%i failed" root
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Problem problem : repository.links()) {
            String breaks = Missing.of(problem.file()).breaks(repository);
            findings.add(problem.file(), problem.what() + ", " + breaks, problem.remedy());
        }
    }
}
