package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.source.Source;

/** A script that a unit or cron starts and that asks somebody: its input is /dev/null (StandardInput= in systemd.exec(5)), so it reads nothing. */
final class InteractiveRead implements Rule {
    private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+");
    private static final List<String> EXEC =
            List.of("ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload", "ExecStop");
    private static final int MAX_LINE = 4_000;

    private static final RulePage PAGE = new RulePage(
            "script-interactive-read",
            Severity.WARNING,
            "A script that nobody sits before asks a question",
            "A unit or cron starts the script, with nothing as its input: 'read' ends at once with an empty answer, so the script does what an empty answer means, or ends.",
            "",
            new RulePage.Failing("scripts/clean.sh:2", """
                    --- scripts/clean.sh
                    #!/bin/bash
                    read -p "Really? " answer
                    --- confs/host1/cron.d/clean
                    0 3 * * * root /opt/infra/scripts/clean.sh
                    """),
            """
            --- scripts/clean.sh
            #!/bin/bash
            [ -t 0 ] && read -p "Really? " answer
            --- scripts/by-hand.sh
            #!/bin/bash
            read -p "Really? " answer
            --- confs/host1/cron.d/clean
            0 3 * * * root /opt/infra/scripts/clean.sh
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Set<String> started = started(repository);
        RunScript.files(repository)
                .filter(script -> isStarted(script.source(), started))
                .filter(script ->
                        !script.text().contains("-t 0") && !script.text().contains("tty"))
                .forEach(script -> ShellWalk.commands(script.parsed()).stream()
                        .filter(InteractiveRead::asks)
                        .forEach(visit -> findings.add(
                                script.source(),
                                visit.command().line(),
                                "the script is started by a unit or cron, where nobody answers, so '%s' gets an empty answer"
                                        .formatted(visit.name()),
                                "take the answer from an option, or ask only when [ -t 0 ]")));
    }

    private static boolean asks(Visit visit) {
        return visit.name().equals("read")
                && visit.command().words().stream()
                        .anyMatch(word ->
                                word.text().startsWith("-") && word.text().contains("p"))
                && !visit.place().fed()
                && !visit.hasInput();
    }

    /** The paths with which scripts are started, and all their ends: {@code opt/infra/scripts/x.sh}, {@code scripts/x.sh}, … */
    private static Set<String> started(Repository repository) {
        Set<String> started = new HashSet<>();
        repository
                .all(Formats.UNIT)
                .forEach(read -> EXEC.forEach(
                        key -> read.value().all("Service", key).forEach(setting -> paths(setting.value(), started))));
        repository.all(Formats.CRON).forEach(read -> read.value().jobs().forEach(job -> paths(job.command(), started)));
        return started;
    }

    private static void paths(String command, Set<String> paths) {
        if (command.length() < MAX_LINE) {
            Matcher path = SCRIPT.matcher(command);
            while (path.find()) {
                String whole = path.group();
                for (int at = 0; at >= 0; at = whole.indexOf('/', at + 1)) {
                    paths.add(at == 0 ? whole : whole.substring(at + 1));
                }
            }
        }
    }

    private static boolean isStarted(Source source, Set<String> started) {
        return source.name().matches(".*/cron\\.(?:hourly|daily|weekly|monthly)/[^/]+")
                || started.contains(source.real());
    }
}
