package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** A target that is none of systemd.special(7) and of the machine's, and reads like one of them. */
final class TargetUnknown implements Rule {
    private static final List<String> KEYS =
            List.of("WantedBy", "RequiredBy", "After", "Before", "Wants", "Requires", "BindsTo", "PartOf");
    private static final Set<String> KNOWN = Set.of(
            "basic.target",
            "cryptsetup.target",
            "default.target",
            "emergency.target",
            "final.target",
            "getty.target",
            "graphical.target",
            "halt.target",
            "local-fs.target",
            "local-fs-pre.target",
            "multi-user.target",
            "network.target",
            "network-online.target",
            "network-pre.target",
            "nss-lookup.target",
            "nss-user-lookup.target",
            "paths.target",
            "poweroff.target",
            "pve-storage.target",
            "reboot.target",
            "remote-fs.target",
            "remote-fs-pre.target",
            "rescue.target",
            "rpcbind.target",
            "shutdown.target",
            "sleep.target",
            "slices.target",
            "sockets.target",
            "stunnel.target",
            "suspend.target",
            "swap.target",
            "sysinit.target",
            "system-update.target",
            "time-set.target",
            "time-sync.target",
            "timers.target",
            "umount.target",
            "zfs.target",
            "zfs-import.target",
            "zfs-volumes.target");

    /** Shorter names are close to each other by chance. */
    private static final int SHORTEST = "xxxxx.target".length();

    private static final RulePage PAGE = new RulePage(
            "unit-target-unknown",
            Severity.WARNING,
            "A unit names a target that there is not",
            """
            'systemctl enable' links the unit to any name without a word. When no target is called so, nothing starts the unit at boot: a timer \
            that somebody started by hand runs until the next reboot, and then never again.""",
            "",
            new RulePage.Failing("confs/store1/systemd/system/check.timer:4", """
                    --- confs/store1/systemd/system/check.timer
                    [Timer]
                    OnCalendar=hourly
                    [Install]
                    WantedBy=timer.target
                    --- confs/store1/systemd/system/check.service
                    [Service]
                    ExecStart=/usr/local/bin/check
                    """),
            """
            --- confs/store1/systemd/system/check.timer
            [Timer]
            OnCalendar=hourly
            [Install]
            WantedBy=timers.target shop.target
            --- confs/store1/systemd/system/check.service
            [Service]
            ExecStart=/usr/local/bin/check
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Units units : Units.of(repository)) {
            units.byName().values().stream()
                    .flatMap(unit -> unit.parts().stream())
                    .forEach(part -> part.file().sections().stream()
                            .flatMap(section -> section.settings().stream())
                            .filter(setting -> KEYS.contains(setting.key()))
                            .forEach(setting -> judge(units, part, setting, findings)));
        }
    }

    private static void judge(Units units, UnitPart part, Setting setting, Findings findings) {
        for (String word : References.words(setting.value())) {
            boolean isUnknown = word.endsWith(".target")
                    && word.length() >= SHORTEST
                    && !KNOWN.contains(word)
                    && UnitName.parse(word)
                            .filter(name -> name.instance() == null && !units.hasFile(name))
                            .isPresent();
            if (isUnknown) {
                DidYouMean.among(word, KNOWN)
                        .ifPresent(meant -> findings.guess(
                                part.source(),
                                setting.line(),
                                "no package brings it",
                                "%s= names %s, and there is no such target, so %s"
                                        .formatted(
                                                setting.key(),
                                                word,
                                                setting.key().endsWith("By")
                                                        ? "nothing starts " + part.unit() + " at boot"
                                                        : "it has no effect"),
                                "did you mean '" + meant + "'?"));
            }
        }
    }
}
