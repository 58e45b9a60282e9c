package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.Map;
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

    /** Unused, perhaps unset or not followed: matters of taste, or of files that it does not see. The last two are rules of ours. */
    private static final Set<Integer> PASSED_OVER = Set.of(1071, 1090, 1091, 2034, 2148, 2154, 2155, 2095, 2031);

    private static final Map<Integer, String> CAUSES = Map.ofEntries(
            Map.entry(2164, "when that folder is not there, the commands after it work in the wrong one"),
            Map.entry(2115, "when the variable is empty, this removes from the root folder on"),
            Map.entry(2046, "a name with a space or a star becomes several words, or other files"),
            Map.entry(2068, "an argument with a space becomes several"),
            Map.entry(2044, "a file name with a space becomes several"),
            Map.entry(2045, "a file name with a space becomes several"),
            Map.entry(2206, "a value with a space or a star becomes several, or other files"),
            Map.entry(2207, "a line with a space becomes several"),
            Map.entry(2145, "the arguments and the text around them are put together as one might not expect"),
            Map.entry(2124, "several arguments become one"),
            Map.entry(2128, "only the first element is used"),
            Map.entry(2178, "only the first element is set"),
            Map.entry(2064, "it is expanded now, not when the signal comes"),
            Map.entry(2069, "the errors still go where the output went before"),
            Map.entry(2024, "the file is written by the user who runs the script, not by root"),
            Map.entry(2029, "it is expanded here, not on the other machine"),
            Map.entry(2088, "the tilde stays a tilde, so another file is meant"),
            Map.entry(2157, "the test always has the same result"),
            Map.entry(2050, "the test always has the same result"),
            Map.entry(2193, "the test always has the same result"),
            Map.entry(2166, "the test is not well defined and differs between shells"),
            Map.entry(2242, "the caller sees another exit code"),
            Map.entry(2259, "what the pipe sends is never read"),
            Map.entry(2261, "one of the two outputs stays empty"),
            Map.entry(2094, "the file is emptied before it is read"),
            Map.entry(2183, "the text comes out with holes"),
            Map.entry(2182, "the values are never printed"));

    private static final RulePage PAGE = new RulePage(
            ID,
            Severity.WARNING,
            "ShellCheck warns of something that changes what the script does",
            """
            ShellCheck (https://www.shellcheck.net) knows hundreds of ways in which a shell does something else than was meant. Its errors and \
            warnings are shown when it is installed; those about style, about variables that are unused or set elsewhere, and about files it \
            does not see are left out. Its own `# shellcheck disable=SC2164` above a line keeps it quiet.""",
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
        RunScript.files(repository)
                .forEach(script -> repository.shellRemarks(script.text()).stream()
                        .filter(remark -> !PASSED_OVER.contains(remark.code()))
                        .forEach(remark -> add(script, remark, findings)));
    }

    private static void add(RunScript script, ShellRemark remark, Findings findings) {
        String cause = CAUSES.get(remark.code());
        String text = remark.text().strip().replaceAll(" *\\.$", "");
        findings.add(
                script.source(),
                remark.line(),
                "ShellCheck: " + text + (cause == null ? "" : "; as it is, " + cause),
                "do as it says; why: https://www.shellcheck.net/wiki/SC" + remark.code());
    }
}
