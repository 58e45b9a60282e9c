package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.shell.LostVariables;
import org.openfoodfacts.brigade.confs.shell.LostVariables.Lost;

/**
 * A result counted in a pipe and read after it, in scripts and in the shell commands of units. Right are {@code | { while …; done; exit $R; }},
 * {@code done < <(…)}, {@code shopt -s lastpipe}, and ksh or zsh, which run the last part of a pipe themselves.
 */
final class ResultLost implements Rule {
    private static final RulePage PAGE = new RulePage(
            "script-result-lost",
            Severity.ERROR,
            "A result is counted in a pipe and read after it",
            """
            Each part of a pipe runs in a shell of its own. What a loop counts there is gone when the pipe ends, and the value from before it is \
            read: the script ends well whatever has failed, the unit never fails, and its alert never fires.""",
            "a sync into a wrong target and stalled syncs were noticed after days and months, by people",
            new RulePage.Failing("confs/store1/systemd/system/pull.service:3", """
                    --- confs/store1/systemd/system/pull.service
                    [Service]
                    Type=oneshot
                    ExecStart=/bin/bash -c 'FAILED=0; grep -v "^#" /etc/pulls | while read -a pull; do syncoid "$${pull[@]}" </dev/null || FAILED=1; done; exit $$FAILED'
                    """),
            """
            --- confs/store1/systemd/system/pull.service
            [Unit]
            OnFailure=email-failures@pull.service

            [Service]
            Type=oneshot
            ExecStart=/bin/bash -c 'grep -v "^#" /etc/pulls | { FAILED=0; while read -a pull; do syncoid "$${pull[@]}" </dev/null || FAILED=1; done; exit $$FAILED; }'

            [Install]
            WantedBy=sanoid.service
            --- confs/store1/systemd/system/email-failures@.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository).forEach(script -> judge(script, findings));
    }

    private static void judge(RunScript script, Findings findings) {
        if (script.text().contains("lastpipe")
                || List.of("ksh", "zsh").contains(script.parsed().shell())) {
            return;
        }
        for (Lost lost : LostVariables.of(script.parsed())) {
            if (lost.variable().equals("IFS")) {
                continue; // is put back, not counted
            }
            String effect = lost.isResult()
                    ? "so it ends well whatever fails in there"
                    : "so what happens in there is forgotten";
            findings.add(
                    lost.isResult() ? Severity.ERROR : Severity.WARNING,
                    script.source(),
                    script.line(lost.read()),
                    "%s is read%s, but %s changes it in a subshell; it still has its value from before, %s"
                            .formatted(
                                    lost.variable(),
                                    lost.isResult() ? " as the result" : "",
                                    script.at(lost.changed()),
                                    effect),
                    "read it within the pipe ('… | { while …; done; exit $%s; }') or loop over '< <(…)' instead"
                            .formatted(lost.variable()));
        }
    }
}
