package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.systemd.ShellCommand;

/** A oneshot with an alert whose every command may fail without the unit failing: the prefix {@code -} (systemd.service(5)), or a shell command that ends well. */
final class FailureSwallowed implements Rule {
    private static final RulePage PAGE = new RulePage(
            "unit-failure-swallowed",
            Severity.ERROR,
            "A unit has an alert, and its command cannot fail",
            """
            OnFailure= fires when the unit fails. With '-' before the command, or with '|| true' or 'exit 0' at its end, systemd takes every result \
            for success, so the alert never comes.""",
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
                "the command of %s has %s, so the unit never fails and its OnFailure= never fires"
                        .formatted(unit.name(), how),
                "take " + how + " away");
    }

    private static Optional<String> swallows(Unit.Value start) {
        if (start.text().startsWith("-")) {
            return Optional.of("'-' before it");
        }
        return ShellCommand.of(start.text())
                .map(command -> ShellScript.parse(command.script()))
                .flatMap(ShellScript::endsWell)
                .map(end -> "'" + end + "' at its end");
    }
}
