package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A repeated timer of a service that stays active. systemd.timer(5): "in case the unit to activate is already active at the time the timer
 * elapses it is not restarted", and so RemainAfterExit= is "usually not suitable for activation via repetitive timers".
 */
final class TimerRunsOnce implements Rule {
    private static final List<String> REPEATED = List.of("OnCalendar", "OnUnitActiveSec", "OnUnitInactiveSec");

    private static final RulePage PAGE = new RulePage(
            "unit-timer-runs-once",
            Severity.WARNING,
            "A timer starts a service that stays active",
            """
            With RemainAfterExit=yes a service counts as active when its command has ended, and a timer does not start what is active. The job \
            runs once after each boot and not again, and everything looks well.""",
            "",
            new RulePage.Failing("confs/store1/systemd/system/check.service:4", """
                    --- confs/store1/systemd/system/check.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/local/bin/check
                    RemainAfterExit=yes
                    --- confs/store1/systemd/system/check.timer
                    [Timer]
                    OnCalendar=hourly
                    """),
            """
            --- confs/store1/systemd/system/check.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/check
            --- confs/store1/systemd/system/check.timer
            [Timer]
            OnCalendar=hourly
            --- confs/store1/systemd/system/prepare.service
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/usr/local/bin/prepare
            --- confs/store1/systemd/system/prepare.timer
            [Timer]
            OnBootSec=5min
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            units.byName().values().stream()
                    .filter(unit -> unit.name().type().equals("timer"))
                    .filter(timer -> REPEATED.stream()
                            .anyMatch(key -> !timer.list("Timer", key).isEmpty()))
                    .forEach(timer -> judge(units, timer, findings));
        }
    }

    private static void judge(Units units, Unit timer, Findings findings) {
        Unit.Value given = timer.last("Timer", "Unit");
        String name = given == null ? timer.name().withType("service").toString() : given.text();
        Unit service = units.byName().get(name);
        Unit.Value stays = service == null ? null : service.last("Service", "RemainAfterExit");
        if (stays != null && List.of("yes", "true", "on", "1").contains(stays.text())) {
            findings.add(
                    stays.source(),
                    stays.setting().line(),
                    "%s stays active when its command has ended, so %s starts it once after a boot and not again"
                            .formatted(name, timer.name()),
                    "remove RemainAfterExit=");
        }
    }
}
