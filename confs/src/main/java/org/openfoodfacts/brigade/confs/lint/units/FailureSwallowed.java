package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.shell.ShellNode;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.ShellCommand;

/** A oneshot with an alert whose every command may fail without the unit failing: the prefix {@code -} (systemd.service(5)), or a shell command that ends well. */
final class FailureSwallowed implements Rule {
    private static final Set<String> SAYS = Set.of("echo", "printf", "logger");
    private static final Set<String> COPIES = Set.of("tee", "logger", "systemd-cat", "ts");

    /** An option of the shell that ends it at the first failure. */
    private static final Pattern STOPS = Pattern.compile("-[a-z]*e[a-z]*|errexit|pipefail");

    /** What lets a script fail before its end. */
    private static final Pattern FAILS = Pattern.compile(
            "\\bset\\s+-\\w*e|errexit|pipefail|PIPESTATUS|\\bexit\\s+(?!0\\b)|\\bexec\\b|\\bfalse\\b|\\bkill\\b|\\?\\}");

    private static final RulePage PAGE = new RulePage(
            "unit-failure-swallowed",
            Severity.ERROR,
            "A unit has an alert, and its command cannot fail",
            """
            OnFailure= fires when the unit fails. With '-' before the command, with '|| true', '|| echo …' or 'exit 0' at its end, or with a \
            pipe into tee without pipefail, systemd takes every result for success, so the alert never comes.""",
            "failures of snapshot and sync units reached nobody for months",
            new RulePage.Failing("confs/store1/systemd/system/check.service:6", """
                    --- confs/store1/systemd/system/check.service
                    [Unit]
                    OnFailure=email-failures@check.service

                    [Service]
                    Type=oneshot
                    ExecStart=-/usr/local/bin/check-snapshots
                    """),
            """
            --- confs/store1/systemd/system/check.service
            [Unit]
            OnFailure=email-failures@check.service

            [Service]
            Type=oneshot
            ExecStartPre=-/usr/bin/rm /run/check
            ExecStart=/bin/sh -c 'cd /tmp || true; check-snapshots'

            [Install]
            WantedBy=sanoid.service
            --- confs/store1/systemd/system/email-failures@.service
            [Service]
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            units.byName().values().stream()
                    .filter(unit -> unit.isService() && unit.is("Service", "Type", "oneshot"))
                    .filter(unit -> !unit.list("Unit", "OnFailure").isEmpty())
                    .forEach(unit -> judge(unit, findings));
        }
    }

    private static void judge(Unit unit, Findings findings) {
        List<Unit.Value> starts = unit.list("Service", "ExecStart");
        if (starts.isEmpty()
                || !starts.stream().allMatch(start -> swallows(start).isPresent())) {
            return;
        }
        Unit.Value start = starts.getFirst();
        String how = swallows(start).orElseThrow();
        findings.add(
                start.source(),
                start.setting().line(),
                "the command of %s has %s, so systemd takes its failure for a success and OnFailure= does not fire"
                        .formatted(unit.name(), how),
                "take " + how + " away");
    }

    private static Optional<String> swallows(Unit.Value start) {
        if (start.text().startsWith("-")) {
            return Optional.of("'-' before it");
        }
        boolean stops = CommandLine.words(start.text()).stream()
                .skip(1)
                .map(CommandLine.Word::text)
                .anyMatch(word -> STOPS.matcher(word).matches());
        return ShellCommand.of(start.text())
                .filter(command -> !FAILS.matcher(command.script()).find())
                .map(command -> ShellScript.parse(command.script()))
                .filter(script -> !stops || isOneOrAnother(script))
                .flatMap(script ->
                        script.endsWell().or(() -> passesOver(script)).map(end -> "'" + end + "' at its end"));
    }

    /** {@code a || b} and nothing else. */
    private static boolean isOneOrAnother(ShellScript script) {
        return script.steps().size() == 2 && script.steps().getLast().before().equals("||");
    }

    /** A command that ends well behind what may fail, or the end of a pipe, which is what counts without pipefail. */
    private static Optional<String> passesOver(ShellScript script) {
        if (script.steps().isEmpty()) {
            return Optional.empty();
        }
        ShellNode.Step last = script.steps().getLast();
        return switch (last.node()) {
            case ShellNode.Command command
            when script.steps().size() > 1 && !last.before().equals("&&") ->
                first(command).filter(SAYS::contains).map(name -> (last.before().equals("||") ? "|| " : "; ") + name);
            case ShellNode.Pipeline pipe
            when pipe.parts().getLast() instanceof ShellNode.Command command ->
                first(command).filter(COPIES::contains).map(name -> "| " + name);
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(ShellNode.Command command) {
        return command.words().stream()
                .findFirst()
                .map(word -> word.text().substring(word.text().lastIndexOf('/') + 1));
    }
}
