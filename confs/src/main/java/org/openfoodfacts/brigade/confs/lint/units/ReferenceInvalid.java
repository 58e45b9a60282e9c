package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/**
 * A dependency without the suffix of a type. Other than systemctl, systemd adds none in unit files: "Failed to add dependency on x, ignoring:
 * Invalid argument" (systemd-analyze verify 252; unit_name_is_valid in basic/unit-name.c). {@code @%n} brings the suffix along.
 */
final class ReferenceInvalid implements Rule {
    private static final List<String> ALERTS = List.of("OnFailure", "OnSuccess");
    private static final List<String> INSTALLS = List.of("WantedBy", "RequiredBy", "UpheldBy");
    private static final List<String> OTHERS =
            List.of("Requires", "Requisite", "Wants", "BindsTo", "Upholds", "PartOf", "Conflicts", "Before", "After");

    private static final RulePage PAGE = new RulePage(
            "unit-reference-invalid",
            Severity.ERROR,
            "A unit is named without its type",
            """
            In unit files systemd adds no '.service' by itself, as systemctl does: it logs "Failed to add dependency, ignoring" and does not \
            start, order or require anything.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/backup.service:2", """
                    --- confs/host1/systemd/system/backup.service
                    [Unit]
                    OnFailure=email-failures@backup

                    [Service]
                    ExecStart=/usr/local/bin/backup
                    --- confs/host1/systemd/system/email-failures@.service
                    [Service]
                    ExecStart=/usr/local/bin/mail-state %i
                    """),
            """
            --- confs/host1/systemd/system/backup.service
            [Unit]
            OnFailure=email-failures@%n
            After=network-online.target
            Wants=network-online.target

            [Service]
            ExecStart=/usr/local/bin/backup
            --- confs/host1/systemd/system/email-failures@.service
            [Service]
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository).forEach(part -> {
            ALERTS.forEach(key -> part.file()
                    .all("Unit", key)
                    .forEach(setting -> judge(part, setting, Severity.ERROR, "nobody is told of it", findings)));
            OTHERS.forEach(key -> part.file()
                    .all("Unit", key)
                    .forEach(setting -> judge(part, setting, Severity.WARNING, "it has no effect", findings)));
            INSTALLS.forEach(key -> part.file()
                    .all("Install", key)
                    .forEach(setting -> judge(part, setting, Severity.WARNING, "it cannot be enabled", findings)));
        });
    }

    private static void judge(UnitPart part, Setting setting, Severity severity, String effect, Findings findings) {
        for (String word : References.words(setting.value())) {
            String name = References.expand(word, part.unit());
            if (name.startsWith("#")) {
                return; // a comment behind the value, which is another rule's
            }
            if (!References.hasType(name)
                    && !name.endsWith(References.ANY)
                    && !name.startsWith("/")
                    && !name.contains("%")) {
                findings.add(
                        severity,
                        part.source(),
                        setting.line(),
                        "%s= names '%s' without its type, which systemd ignores, so %s"
                                .formatted(setting.key(), word, effect),
                        "write " + word + ".service, or the type that is meant");
            }
        }
    }
}
