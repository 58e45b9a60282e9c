package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** A comment behind a value: systemd.syntax(7) knows comments on lines of their own only ("Failed to parse …, ignoring: always # why"). */
final class ValueComment implements Rule {
    private static final Set<String> TEXTS = Set.of("Description", "Documentation");

    private static final RulePage PAGE = new RulePage(
            "unit-value-comment",
            Severity.WARNING,
            "A comment stands behind a value",
            """
            In unit files a comment needs a line of its own. Behind a value it is part of the value: a number or word is then not understood and \
            ignored, a command gets the comment as arguments.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/exporter.service.d/override.conf:2", """
                    --- confs/host1/systemd/system/exporter.service.d/override.conf
                    [Service]
                    LimitNOFILE=65535 # as many as nginx
                    """),
            """
            --- confs/host1/systemd/system/exporter.service.d/override.conf
            [Unit]
            Description=Exporter # 1
            [Service]
            # as many as nginx
            LimitNOFILE=65535
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .forEach(part -> part.file().sections().stream()
                        .flatMap(section -> section.settings().stream())
                        .filter(setting -> !TEXTS.contains(setting.key()))
                        .filter(ValueComment::hasComment)
                        .forEach(setting -> add(part, setting, findings)));
    }

    private static void add(UnitPart part, Setting setting, Findings findings) {
        String effect = setting.key().startsWith("Exec")
                ? "the command gets it as arguments"
                : "systemd takes it for part of the value and ignores what it does not understand";
        findings.add(
                part.source(),
                setting.line(),
                "a comment stands behind the value of %s=, so %s".formatted(setting.key(), effect),
                "put the comment on a line of its own");
    }

    private static boolean hasComment(Setting setting) {
        boolean isCommand = setting.key().startsWith("Exec"); // there a ';' of its own parts two commands
        if (setting.value().indexOf('#') < 1 && (isCommand || setting.value().indexOf(';') < 1)) {
            return false;
        }
        return CommandLine.words(setting.value()).stream()
                .skip(1)
                .anyMatch(word -> !word.quoted()
                        && (word.text().startsWith("#")
                                || (!isCommand && word.text().equals(";"))));
    }
}
