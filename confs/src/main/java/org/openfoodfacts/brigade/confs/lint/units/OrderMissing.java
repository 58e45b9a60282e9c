package org.openfoodfacts.brigade.confs.lint.units;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** Requires= of another service without After=: "Note that requirement dependencies do not influence the order" (systemd.unit(5)). */
final class OrderMissing implements Rule {
    /** What Debian's own units order. */
    private static final Set<String> PACKAGED = Set.of("fail2ban.service nftables.service");

    private static final RulePage PAGE = new RulePage(
            "unit-order-missing",
            Severity.NOTE,
            "A unit requires another one and does not wait for it",
            "Requires= starts both at the same time. Without After= the unit may run before what it needs is there, which shows at a boot now and then.",
            "",
            new RulePage.Failing("confs/host1/systemd/system/app.service:2", """
                    --- confs/host1/systemd/system/app.service
                    [Unit]
                    Requires=redis.service

                    [Service]
                    ExecStart=/usr/local/bin/app
                    """),
            """
            --- confs/host1/systemd/system/app.service
            [Unit]
            Requires=redis.service
            After=redis.service

            [Service]
            ExecStart=/usr/local/bin/app
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            units.byName().values().stream().filter(Unit::isService).forEach(unit -> judge(unit, findings));
        }
    }

    private static void judge(Unit unit, Findings findings) {
        Set<String> ordered = new HashSet<>();
        List.of("After", "Before")
                .forEach(
                        key -> unit.list("Unit", key).forEach(value -> ordered.addAll(References.words(value.text()))));
        for (Unit.Value value : unit.list("Unit", "Requires")) {
            Setting setting = value.setting();
            References.words(setting.value()).stream()
                    .filter(word -> word.endsWith(".service") && !ordered.contains(word))
                    .filter(word -> !PACKAGED.contains(unit.name() + " " + word))
                    .findFirst()
                    .ifPresent(word -> findings.add(
                            value.source(),
                            setting.line(),
                            "%s requires %s and does not wait for it, so it may start before it"
                                    .formatted(unit.name(), word),
                            "write After=" + word + " beside it"));
        }
    }
}
