package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;

/** A command in a {@code while read} loop that reads the loop's own input; ShellCheck's SC2095 knows ssh in files, not syncoid, and no units. */
final class InputEaten implements Rule {
    private static final Set<String> READERS = Set.of("syncoid", "lxc-attach");

    private static final RulePage PAGE = new RulePage(
            "script-input-eaten",
            Severity.ERROR,
            "A command in a loop reads the lines that the loop goes through",
            """
            The loop and the command have the same input. The command takes all lines that are left, so the loop ends after the first one, and \
            ends well: the other syncs never run and nothing says so.""",
            "",
            new RulePage.Failing("confs/store1/systemd/system/pull.service:3", """
                    --- confs/store1/systemd/system/pull.service
                    [Service]
                    Type=oneshot
                    ExecStart=/bin/bash -c 'while read -a pull; do syncoid "$${pull[@]}"; done < /etc/pulls'
                    """),
            """
            --- confs/store1/systemd/system/pull.service
            [Service]
            Type=oneshot
            ExecStart=/bin/bash -c 'while read -a pull; do syncoid "$${pull[@]}" </dev/null || exit 1; done < /etc/pulls'
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository)
                .forEach(script -> ShellWalk.commands(script.parsed()).stream()
                        .filter(visit -> visit.place().eats() && !visit.hasInput() && reads(visit, script))
                        .forEach(visit -> findings.add(
                                script.source(),
                                script.line(visit.command().line()),
                                "%s reads the lines that the loop around it goes through, so the loop ends after the first"
                                        .formatted(visit.name()),
                                "give it no input: '</dev/null'")));
    }

    private static boolean reads(Visit visit, RunScript script) {
        boolean ssh = visit.name().equals("ssh") && script.unitLine() > 0;
        return READERS.contains(visit.name())
                || (ssh && !visit.hasWord("-n") && !visit.hasWord("-f"))
                || (visit.name().equals("pct") && visit.hasWord("exec"));
    }
}
