package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** What systemd refuses to load, by service_verify (core/service.c) and timer_verify (core/timer.c): "… Refusing." */
final class UnitRefused implements Rule {
    private static final Set<String> ALWAYS = Set.of("always", "on-success");
    private static final List<String> TIMES = List.of(
            "OnCalendar",
            "OnActiveSec",
            "OnBootSec",
            "OnStartupSec",
            "OnUnitActiveSec",
            "OnUnitInactiveSec",
            "OnClockChange",
            "OnTimezoneChange");
    private static final Set<String> PACKAGED_ONESHOTS = Set.of(
            "sanoid", "sanoid-prune", "certbot", "logrotate", "fstrim", "man-db", "apt-daily", "apt-daily-upgrade");

    private static final RulePage PAGE = new RulePage(
            "unit-refused",
            Severity.ERROR,
            "systemd refuses the unit",
            """
            Some settings do not go together, and then systemd does not load the unit at all: it cannot be started, by hand or by anything else. \
            A drop-in that gives another ExecStart= must take back the one of the packaged unit first, with an empty 'ExecStart=': that is a \
            guess, since the packaged unit is not in the repository.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/check.service:4", """
                    --- confs/host1/systemd/system/check.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/local/bin/check
                    Restart=always
                    """),
            """
            --- confs/host1/systemd/system/check.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/check
            ExecStart=/usr/local/bin/check-more
            Restart=on-failure
            --- confs/host1/systemd/system/exporter.service.d/override.conf
            [Service]
            ExecStart=
            ExecStart=/usr/bin/exporter --listen 127.0.0.1:9113
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            for (Unit unit : units.byName().values()) {
                if (unit.isService()) {
                    restart(unit, findings);
                    starts(unit, findings);
                } else if (unit.name().type().equals("timer") && unit.isWhole()) {
                    timer(unit, findings);
                }
            }
        }
    }

    private static void restart(Unit unit, Findings findings) {
        Unit.Value restart = unit.last("Service", "Restart");
        if (unit.is("Service", "Type", "oneshot") && restart != null && ALWAYS.contains(restart.text())) {
            findings.add(
                    restart.source(),
                    restart.setting().line(),
                    "Restart=%s is not allowed for Type=oneshot, so systemd refuses %s"
                            .formatted(restart.text(), unit.name()),
                    "write Restart=on-failure, or start it by a timer");
        }
    }

    private static void starts(Unit unit, Findings findings) {
        List<Unit.Value> starts = unit.list("Service", "ExecStart");
        if (unit.is("Service", "Type", "oneshot") || starts.isEmpty()) {
            return;
        }
        Unit.Value last = starts.getLast();
        String remedy = "put an empty 'ExecStart=' before it, or write Type=oneshot";
        if (starts.size() > 1) {
            findings.add(
                    last.source(),
                    last.setting().line(),
                    "%s has %d ExecStart=, which only Type=oneshot may have, so systemd refuses it"
                            .formatted(unit.name(), starts.size()),
                    remedy);
        } else if (!unit.isWhole()
                && !takesBack(unit)
                && !PACKAGED_ONESHOTS.contains(unit.name().prefix())) {
            findings.guess(
                    last.source(),
                    last.setting().line(),
                    "the packaged unit has an ExecStart= of its own and is not oneshot",
                    "the drop-in gives %s a second ExecStart=, so systemd refuses it".formatted(unit.name()),
                    remedy);
        }
    }

    private static boolean takesBack(Unit unit) {
        return unit.parts().stream()
                .flatMap(part -> part.file().all("Service", "ExecStart"))
                .anyMatch(setting -> setting.value().isEmpty());
    }

    private static void timer(Unit unit, Findings findings) {
        if (!unit.parts().getFirst().file().sections().isEmpty()
                && TIMES.stream().allMatch(key -> unit.list("Timer", key).isEmpty())) {
            findings.add(
                    unit.source(),
                    0,
                    "%s gives no time at which it starts something, so systemd refuses it".formatted(unit.name()),
                    "write OnCalendar= or another On…= in [Timer]");
        }
    }
}
