package org.openfoodfacts.brigade.confs.lint.units;

import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Section;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;
import org.openfoodfacts.brigade.confs.systemd.UnitKeys;

/** A key that no systemd up to version 258 knows and that is close to one it does know. */
final class KeyUnknown implements Rule {
    private static final RulePage PAGE = new RulePage(
            "unit-key-unknown",
            Severity.WARNING,
            "A setting is mistyped",
            "systemd logs \"Unknown key\" and goes on without it.",
            "",
            new RulePage.Failing("confs/host1/systemd/system/backup.service:4", """
                    --- confs/host1/systemd/system/backup.service
                    [Service]
                    Type=exec
                    ExecStart=/usr/local/bin/backup
                    RestartSecs=10
                    """),
            """
            --- confs/host1/systemd/system/backup.service
            [Service]
            Type=exec
            ExecStart=/usr/local/bin/backup
            RestartSec=10
            X-Owner=backup team
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .forEach(part -> part.file().sections().stream()
                        .filter(section -> UnitKeys.hasSection(part.unit().type(), section.name()))
                        .filter(section -> !section.name().startsWith("X-"))
                        .forEach(section ->
                                section.settings().forEach(setting -> judge(part, section, setting, findings))));
    }

    private static void judge(UnitPart part, Section section, Setting setting, Findings findings) {
        String key = setting.key();
        if (!UnitKeys.knows(section.name(), key)
                && UnitKeys.sectionsFor(part.unit().type(), key).isEmpty()) {
            DidYouMean.among(key, UnitKeys.keys(section.name()))
                    .ifPresent(meant -> findings.guess(
                            part.source(),
                            setting.line(),
                            "no systemd up to version 258 knows the key",
                            "systemd knows no %s= and ignores it".formatted(key),
                            "did you mean '" + meant + "'?"));
        }
    }
}
