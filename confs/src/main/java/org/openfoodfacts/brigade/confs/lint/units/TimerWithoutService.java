package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** A timer or path whose unit the folder does not hold: "Unit= … defaults to a service that has the same name" (systemd.timer(5)). */
final class TimerWithoutService implements Rule {
    private static final Set<String> TYPES = Set.of("timer", "path");
    private static final Set<String> PACKAGED = Set.of(
            "sanoid",
            "certbot",
            "logrotate",
            "fstrim",
            "man-db",
            "apt-daily",
            "apt-daily-upgrade",
            "e2scrub_all",
            "phpsessionclean",
            "systemd-tmpfiles-clean",
            "mdadm",
            "mdcheck_start",
            "mdmonitor-oneshot",
            "apticron",
            "pve-daily-update",
            "exim4-base",
            "dpkg-db-backup");

    private static final RulePage PAGE = new RulePage(
            "unit-timer-without-service",
            Severity.WARNING,
            "A timer starts a unit that the folder does not hold",
            """
            systemd refuses to start a timer whose unit is not there: what it should do never happens. The machine's other units are in its \
            folder, so this one was probably forgotten or is called otherwise.""",
            "",
            new RulePage.Failing("confs/store1/systemd/system/check.timer", """
                    --- confs/store1/systemd/system/check.timer
                    [Timer]
                    OnCalendar=hourly
                    --- confs/store1/systemd/system/checks.service
                    [Service]
                    ExecStart=/usr/local/bin/check
                    """),
            """
            --- confs/store1/systemd/system/check.timer
            [Timer]
            OnCalendar=hourly
            Unit=checks@all.service
            --- confs/store1/systemd/system/checks@.service
            [Service]
            ExecStart=/usr/local/bin/check %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            if (!units.folder().equals(Repository.SHARED)) {
                units.byName().values().stream()
                        .filter(unit -> TYPES.contains(unit.name().type()) && unit.isWhole())
                        .forEach(unit -> judge(units, unit, findings));
            }
        }
    }

    private static void judge(Units units, Unit timer, Findings findings) {
        String section = timer.name().type().equals("timer") ? "Timer" : "Path";
        Unit.Value given = timer.last(section, "Unit");
        Optional<UnitName> started = given == null
                ? Optional.of(timer.name().withType("service"))
                : UnitName.parse(References.expand(given.text(), timer.name()).replace(References.ANY, ""));
        started.filter(unit -> unit.type().equals("service"))
                .filter(unit -> !units.hasFile(unit) && !PACKAGED.contains(unit.prefix()))
                .filter(unit -> !units.byName().containsKey(unit.toString()))
                .ifPresent(unit -> findings.guess(
                        timer.source(),
                        given == null ? 0 : given.setting().line(),
                        "no package brings it",
                        "%s starts %s, which folder '%s' does not hold, so it never runs"
                                .formatted(timer.name(), unit, units.folder()),
                        "add %s or name the right one with Unit=".formatted(unit)));
    }
}
