package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * An alert of a unit that is restarted too slowly to ever reach its start limit. unit_notify (core/unit.c): OnFailure= is not started for a
 * failure that a restart follows; systemd.unit(5): a unit is no longer restarted after StartLimitBurst=5 starts in StartLimitIntervalSec=10s.
 */
final class AlertBehindRestart implements Rule {
    private static final Set<String> RESTARTS = Set.of("always", "on-failure");
    private static final double DEFAULT_RESTART = 0.1;
    private static final double DEFAULT_INTERVAL = 10;
    private static final double DEFAULT_BURST = 5;

    private static final RulePage PAGE = new RulePage(
            "unit-alert-behind-restart",
            Severity.WARNING,
            "A unit is restarted for ever, and its alert never fires",
            """
            While systemd restarts a unit by itself it starts no OnFailure=: the alert comes only when the unit has used up its starts \
            (StartLimitBurst= in StartLimitIntervalSec=, 5 in 10 s unless set). With a longer wait between the starts it never does, so a job \
            that fails each time is tried for ever and nobody is told.""",
            "failures of snapshot and sync units reached nobody for months",
            new RulePage.Failing("confs/store1/systemd/system/pull.service:6", """
                    --- confs/store1/systemd/system/pull.service
                    [Unit]
                    OnFailure=email-failures@pull.service
                    [Service]
                    ExecStart=/usr/local/bin/pull
                    Restart=on-failure
                    RestartSec=30
                    --- confs/store1/systemd/system/email-failures@.service
                    [Service]
                    ExecStart=/usr/local/bin/mail-state %i
                    """),
            """
            --- confs/store1/systemd/system/pull.service
            [Unit]
            OnFailure=email-failures@pull.service
            StartLimitIntervalSec=10min
            StartLimitBurst=4
            [Service]
            ExecStart=/usr/local/bin/pull
            Restart=on-failure
            RestartSec=30
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
                    .filter(unit ->
                            unit.isService() && !unit.list("Unit", "OnFailure").isEmpty())
                    .forEach(unit -> judge(unit, findings));
        }
    }

    private static void judge(Unit unit, Findings findings) {
        Unit.Value restart = unit.last("Service", "Restart");
        if (restart == null
                || !RESTARTS.contains(restart.text())
                || unit.last("Service", "RestartPreventExitStatus") != null) {
            return;
        }
        OptionalDouble wait = seconds(unit, List.of("RestartSec"), DEFAULT_RESTART);
        OptionalDouble interval =
                seconds(unit, List.of("StartLimitIntervalSec", "StartLimitInterval"), DEFAULT_INTERVAL);
        OptionalDouble burst = seconds(unit, List.of("StartLimitBurst"), DEFAULT_BURST);
        if (wait.isEmpty()
                || interval.isEmpty()
                || burst.isEmpty()
                || interval.getAsDouble() == Double.POSITIVE_INFINITY) {
            return;
        }
        boolean isUnlimited = interval.getAsDouble() == 0 || burst.getAsDouble() == 0;
        if (isUnlimited || wait.getAsDouble() * burst.getAsDouble() >= interval.getAsDouble()) {
            Unit.Value at = unit.last("Service", "RestartSec");
            findings.guess(
                    (at == null ? restart : at).source(),
                    (at == null ? restart : at).setting().line(),
                    "nothing outside the repository sets the start limit",
                    "%s is restarted for ever (Restart=%s, %s), so its OnFailure= never fires"
                            .formatted(
                                    unit.name(),
                                    restart.text(),
                                    isUnlimited
                                            ? "no start limit"
                                            : "%.0f starts take longer than %.0f s"
                                                    .formatted(burst.getAsDouble(), interval.getAsDouble())),
                    "set StartLimitIntervalSec= in [Unit] longer than StartLimitBurst= times RestartSec=");
        }
    }

    /** Of the last of these keys, in [Unit] or, as older systemd had it, in [Service]. */
    private static OptionalDouble seconds(Unit unit, List<String> keys, double otherwise) {
        for (String key : keys) {
            for (String section : List.of("Unit", "Service")) {
                Unit.Value value = unit.last(section, key);
                if (value != null) {
                    return TimeSpan.seconds(value.text());
                }
            }
        }
        return OptionalDouble.of(otherwise);
    }
}
