package org.openfoodfacts.brigade.confs.lint.units;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** Words of Environment= that assign nothing: "Invalid environment assignment, ignoring" (config_parse_environ in core/load-fragment.c). */
final class EnvironmentWords implements Rule {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    private static final RulePage PAGE = new RulePage(
            "unit-environment-words",
            Severity.WARNING,
            "Environment= holds words that assign nothing",
            """
            Environment= is split at blanks. A value with blanks needs quotes around the whole assignment ("NAME=a b"), else the variable holds the \
            first word and systemd ignores the others.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/app.service:2", """
                    --- confs/host1/systemd/system/app.service
                    [Service]
                    Environment=JAVA_OPTS=-Xmx1g -Xms1g
                    ExecStart=/usr/local/bin/app
                    """),
            """
            --- confs/host1/systemd/system/app.service
            [Service]
            Environment="JAVA_OPTS=-Xmx1g -Xms1g" TZ=UTC 'HOME=/root'
            Environment=
            ExecStart=/usr/local/bin/app
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .forEach(part ->
                        part.file().all("Service", "Environment").forEach(setting -> judge(part, setting, findings)));
    }

    private static void judge(UnitPart part, Setting setting, Findings findings) {
        for (CommandLine.Word word : CommandLine.words(setting.value())) {
            if (word.text().startsWith("#") && !word.quoted()) {
                return; // a comment behind the value, which is another rule's
            }
            if (!ASSIGNMENT.matcher(word.text()).matches() && word.text().indexOf('%') < 0) {
                findings.add(
                        part.source(),
                        setting.line(),
                        "'%s' in Environment= assigns nothing, so systemd ignores it".formatted(word.text()),
                        "write each assignment as NAME=value, in quotes as a whole when the value has blanks");
                return;
            }
        }
    }
}
