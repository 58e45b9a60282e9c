package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.ShellCommand;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/**
 * A command that systemd cannot run as it is meant: a relative path with a slash ("Neither a valid executable name nor an absolute path"; a plain
 * name is looked up), or pipes and redirections without a shell (systemd.service(5), Command lines).
 */
final class ExecCannotRun implements Rule {
    private static final Set<String> SHELL_WORDS =
            Set.of("|", "||", "&&", ">", ">>", "<", "&", "2>&1", ">/dev/null", "2>/dev/null", "</dev/null");

    private static final RulePage PAGE = new RulePage(
            "unit-exec-cannot-run",
            Severity.ERROR,
            "systemd cannot run the command as it is meant",
            """
            systemd runs no shell: a program needs its absolute path or a name that is looked up, else the unit is refused; pipes, '&&' and '>' \
            are handed to the program as arguments (a warning). 'sh -c' runs what needs a shell.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/check.service:2", """
                    --- confs/host1/systemd/system/check.service
                    [Service]
                    ExecStart=scripts/check.sh
                    """),
            """
            --- confs/host1/systemd/system/check.service
            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'check | mail -s "state" root'
            ExecStart=/usr/local/bin/check "a|b" '>'
            ExecStartPre=-+mkdir -p /run/check
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .filter(part -> part.unit().type().equals("service"))
                .forEach(part -> part.file().sections().stream()
                        .filter(section -> section.name().equals("Service"))
                        .flatMap(section -> section.settings().stream())
                        .filter(setting -> Unit.EXEC.contains(setting.key()))
                        .forEach(setting -> judge(part, setting, findings)));
    }

    private static void judge(UnitPart part, Setting setting, Findings findings) {
        List<CommandLine.Word> words = CommandLine.words(setting.value());
        if (words.isEmpty()) {
            return;
        }
        String program = ShellCommand.withoutPrefixes(words.getFirst().text());
        if (program.indexOf('/') > 0 && "%$".indexOf(program.charAt(0)) < 0) {
            findings.add(
                    part.source(),
                    setting.line(),
                    "'%s' is no absolute path, so systemd refuses %s".formatted(program, part.unit()),
                    "write the whole path of the program");
        }
        if (program.endsWith(";") && !words.getFirst().quoted()) {
            findings.add(
                    part.source(),
                    setting.line(),
                    "systemd runs no shell and looks for a program called '%s', so %s fails"
                            .formatted(program, part.unit()),
                    "write /bin/sh -c '…' around the whole, or one Exec line for each command");
        }
        words.stream()
                .skip(1)
                .filter(word -> !word.quoted() && SHELL_WORDS.contains(word.text()))
                .findFirst()
                .ifPresent(word -> findings.add(
                        Severity.WARNING,
                        part.source(),
                        setting.line(),
                        "%s= runs no shell, so %s gets '%s' as an argument"
                                .formatted(setting.key(), program, word.text()),
                        "write /bin/sh -c '…' around the whole command"));
    }
}
