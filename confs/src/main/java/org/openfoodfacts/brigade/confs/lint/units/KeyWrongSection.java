package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Section;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;
import org.openfoodfacts.brigade.confs.systemd.UnitKeys;

/** A key in a section that does not know it: "Unknown key 'Restart' in section [Unit], ignoring" (systemd.directives(7), systemd-analyze verify). */
final class KeyWrongSection implements Rule {
    private static final Set<String> ALERTS = Set.of("OnFailure");
    private static final Map<String, String> EFFECTS = Map.of(
            "OnFailure", "so nobody is told when it fails",
            "Restart", "so it is not restarted when it fails",
            "RestartSec", "so it does not wait before it restarts",
            "LimitNOFILE", "so the limit of open files stays what it was",
            "WantedBy", "so it cannot be enabled and does not start at boot",
            "After", "so it may start too early",
            "Requires", "so it starts without what it needs",
            "OnCalendar", "so nothing starts at that time");

    private static final RulePage PAGE = new RulePage(
            "unit-key-wrong-section",
            Severity.ERROR,
            "A setting stands in a section that does not know it",
            """
            systemd logs "Unknown key" and goes on without it: the restart, the limit or the alert that somebody wrote down is not in force. \
            It is an error for OnFailure=, since that alert can never fire, else a warning.""",
            "",
            new RulePage.Failing("confs/proxy1/systemd/system/nginx.service.d/override.conf:3", """
                    --- confs/proxy1/systemd/system/nginx.service.d/override.conf
                    [Service]
                    LimitNOFILE=65535
                    OnFailure=email-failures@nginx.service
                    """),
            """
            --- confs/proxy1/systemd/system/nginx.service.d/override.conf
            [Unit]
            OnFailure=email-failures@nginx.service
            StartLimitIntervalSec=300

            [Service]
            LimitNOFILE=65535
            Restart=always
            --- confs/proxy1/systemd/system/email-failures@.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository).forEach(part -> {
            for (Section section : part.file().sections()) {
                if (UnitKeys.hasSection(part.unit().type(), section.name())) {
                    section.settings().forEach(setting -> key(part, section, setting, findings));
                } else {
                    section(part, section, findings);
                }
            }
        });
    }

    private static void key(UnitPart part, Section section, Setting setting, Findings findings) {
        String key = setting.key();
        if (section.name().startsWith("X-") || UnitKeys.knows(section.name(), key)) {
            return;
        }
        List<String> right = UnitKeys.sectionsFor(part.unit().type(), key);
        if (right.isEmpty()) {
            return;
        }
        Severity severity = ALERTS.contains(key) ? Severity.ERROR : Severity.WARNING;
        String effect = EFFECTS.getOrDefault(key, "so it has no effect");
        String message = "%s= stands in [%s], where systemd ignores it, %s".formatted(key, section.name(), effect);
        findings.add(severity, part.source(), setting.line(), message, "move it to [" + right.getFirst() + "]");
    }

    private static void section(UnitPart part, Section section, Findings findings) {
        String type = part.unit().type();
        boolean holdsAlert = section.settings().stream().anyMatch(setting -> ALERTS.contains(setting.key()));
        findings.add(
                holdsAlert ? Severity.ERROR : Severity.WARNING,
                part.source(),
                section.line(),
                "systemd knows no section [%s] in a unit of type %s, so its %d settings have no effect"
                        .formatted(section.name(), type, section.settings().size()),
                "write [Unit], [Install] or [%s], or move it to the unit it is meant for"
                        .formatted(UnitKeys.ownSection(type)));
    }
}
