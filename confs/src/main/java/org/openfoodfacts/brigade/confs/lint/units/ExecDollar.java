package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.ShellCommand;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** A shell variable that systemd replaces before the shell sees it: <code>${FOO}</code> is its own, {@code $$} hands a {@code $} on (systemd.service(5)). */
final class ExecDollar implements Rule {
    private static final Pattern OF_SYSTEMD = Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern SET =
            Pattern.compile("(?:^|[\\s;('\"])(?:for |read )?([A-Za-z_][A-Za-z0-9_]*)(?:=| in )");

    private static final RulePage PAGE = new RulePage(
            "unit-exec-dollar",
            Severity.WARNING,
            "systemd replaces a variable that the shell should",
            "In Exec lines systemd puts the value of '${NAME}' from the unit's environment in, also within quotes. For a variable that the shell command sets itself that is nothing. '$${NAME}' leaves it to the shell.",
            "",
            new RulePage.Failing("confs/host1/systemd/system/check.service:3", """
                    --- confs/host1/systemd/system/check.service
                    [Service]
                    Type=oneshot
                    ExecStart=/bin/sh -c 'for pool in a b; do check ${pool}; done'
                    """),
            """
            --- confs/host1/systemd/system/check.service
            [Service]
            Type=oneshot
            Environment=LEVEL=2
            ExecStart=/bin/sh -c 'for pool in a b; do check $${pool} ${LEVEL}; done'
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .filter(part ->
                        part.file().all("Service", "EnvironmentFile").findAny().isEmpty())
                .filter(part ->
                        part.file().all("Service", "PassEnvironment").findAny().isEmpty())
                .forEach(part -> Unit.EXEC.forEach(
                        key -> part.file().all("Service", key).forEach(setting -> judge(part, setting, findings))));
    }

    private static void judge(UnitPart part, Setting setting, Findings findings) {
        String value = setting.value();
        if (value.startsWith(":")
                || value.indexOf("${") < 0
                || ShellCommand.of(value).isEmpty()) {
            return;
        }
        Set<String> own = SET.matcher(value).results().map(set -> set.group(1)).collect(Collectors.toSet());
        part.file()
                .all("Service", "Environment")
                .flatMap(environment -> CommandLine.words(environment.value()).stream())
                .forEach(word -> own.remove(word.text().replaceFirst("=.*", "")));
        Matcher variable = OF_SYSTEMD.matcher(value);
        while (variable.find()) {
            if (own.contains(variable.group(1))) {
                findings.add(
                        part.source(),
                        setting.line(),
                        "systemd replaces ${%s} before the shell runs, so the shell sees nothing in its place"
                                .formatted(variable.group(1)),
                        "write $${%s}".formatted(variable.group(1)));
                return;
            }
        }
    }
}
