package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.HashSet;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;

/** What ShellCheck warns of, where it changes what a script does; silent where ShellCheck is not installed. */
public final class ShellCheckRule implements Rule {
    public static final String ID = "script-shellcheck";

    private static final int OF_EVERY_LINE = 1017; // carriage returns

    private static final RulePage PAGE = new RulePage(
            ID,
            Severity.WARNING,
            "ShellCheck warns of something that changes what the script does",
            """
            ShellCheck (https://www.shellcheck.net) knows hundreds of ways in which a shell does something else than was meant. Its errors and \
            warnings are shown when it is installed; those about style, about variables that are unused or set elsewhere, about files it \
            does not see, and about what may well be meant are left out. Its own `# shellcheck disable=SC2164` above a line keeps it quiet.""",
            "",
            new RulePage.Failing("scripts/clean.sh:2", """
                    --- scripts/clean.sh
                    #!/bin/bash
                    cd /var/cache/images
                    rm -f ./*.tmp
                    """),
            """
            --- scripts/clean.sh
            #!/bin/bash
            cd /var/cache/images || exit 1
            rm -f ./*.tmp
            unused=1
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.files(repository).forEach(script -> {
            Set<Integer> oncePerScript = new HashSet<>();
            repository.shellRemarks(script.text()).stream()
                    .filter(remark -> ShellCheckCodes.isOfEffect(
                            remark, script.source().text().line(remark.line())))
                    .filter(remark -> remark.code() != OF_EVERY_LINE || oncePerScript.add(remark.code()))
                    .forEach(remark -> add(script, remark, findings));
        });
    }

    private static void add(RunScript script, ShellRemark remark, Findings findings) {
        String text = remark.text().strip().replaceAll(" *\\.$", "");
        findings.add(
                script.source(),
                remark.line(),
                "ShellCheck: " + text
                        + ShellCheckCodes.cause(remark.code())
                                .map(cause -> "; as it is, " + cause)
                                .orElse(""),
                "do as it says; why: https://www.shellcheck.net/wiki/SC" + remark.code());
    }
}
