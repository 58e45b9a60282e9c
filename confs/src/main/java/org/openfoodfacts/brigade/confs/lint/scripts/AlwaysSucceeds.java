package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.Token;

/** A script that notes errors in a variable and ends with {@code exit 0}, with no other exit that tells and no mail. */
final class AlwaysSucceeds implements Rule {
    private static final Pattern NOTED = Pattern.compile(
            "(?i)(?:\\w*(?:err|fail|status|result)\\w*|rc|ret)(?:=[\"']?(?:[1-9]\\d*|\\$\\?|\\$\\(\\(.*)[\"']?|\\+=.*)");
    private static final Pattern TELLS = Pattern.compile(
            "mailx?|sendmail|mutt|swaks|[sm]?smtp|msmtp|systemd-cat|curl|logger|systemd-notify|wget|notify.*|kill");
    private static final List<String> ENDS = List.of("exit", "return");

    private static final RulePage PAGE = new RulePage(
            "script-always-succeeds",
            Severity.WARNING,
            "A script notes errors and ends well all the same",
            "It counts or keeps what went wrong in a variable and then ends with 'exit 0'. Whoever starts it, a unit with an alert or cron, takes every run for a success.",
            "failures of snapshot and sync units reached nobody for months",
            new RulePage.Failing("scripts/check.sh:6", """
                    --- scripts/check.sh
                    #!/bin/bash
                    ERRORS=0
                    for pool in $(zpool list -H -o name); do
                      zpool status -x "$pool" | grep -q healthy || ERRORS=$((ERRORS + 1))
                    done
                    exit 0
                    """),
            """
            --- scripts/check.sh
            #!/bin/bash
            ERRORS=0
            for pool in $(zpool list -H -o name); do
              zpool status -x "$pool" | grep -q healthy || ERRORS=$((ERRORS + 1))
            done
            [ "$ERRORS" = 0 ] || exit 1
            exit 0
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.files(repository)
                .filter(script ->
                        script.parsed().endsWell().filter("exit 0"::equals).isPresent())
                .filter(script ->
                        !script.text().contains("set -e") && !script.text().contains("errexit"))
                .forEach(script -> judge(script, findings));
    }

    private static void judge(RunScript script, Findings findings) {
        List<Visit> visits = ShellWalk.commands(script.parsed());
        boolean notes = visits.stream()
                .flatMap(visit -> visit.command().words().stream())
                .anyMatch(word -> NOTED.matcher(word.text()).matches());
        if (notes && visits.stream().noneMatch(AlwaysSucceeds::tells)) {
            findings.guess(
                    script.source(),
                    script.parsed().steps().getLast().node().line(),
                    "what it notes are failures",
                    "the script notes errors and ends with 'exit 0', so whoever starts it takes every run for a success",
                    "exit with what it noted");
        }
    }

    private static boolean tells(Visit visit) {
        List<String> words = visit.command().words().stream().map(Token::text).toList();
        boolean ends = ENDS.contains(visit.name()) && !words.getLast().equals("0") && words.size() > 1;
        return ends || TELLS.matcher(visit.name()).matches();
    }
}
