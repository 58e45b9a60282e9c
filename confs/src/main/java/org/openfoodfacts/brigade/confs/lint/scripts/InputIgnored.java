package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.ShellNode;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Step;

/** A pipe into a command that does not read its input; of those that ShellCheck's SC2216 does not know: the commands of ZFS, Proxmox and systemd. */
final class InputIgnored implements Rule {
    private static final Map<String, Set<String>> IGNORING = Map.of(
            "zfs",
                    Set.of(
                            "destroy",
                            "list",
                            "snapshot",
                            "rollback",
                            "rename",
                            "clone",
                            "get",
                            "set",
                            "hold",
                            "release",
                            "create"),
            "zpool", Set.of("list", "status", "get", "set", "scrub", "import", "export"),
            "systemctl", Set.of("start", "stop", "restart", "reload", "status", "enable", "disable"),
            "pct", Set.of("start", "stop", "reboot", "destroy", "list", "status"),
            "qm", Set.of("start", "stop", "reboot", "destroy", "list", "status"));

    private static final RulePage PAGE = new RulePage(
            "script-input-ignored",
            Severity.WARNING,
            "A pipe leads into a command that reads no input",
            "The command takes its names as arguments. What comes through the pipe is lost, and the command does nothing or something else; 'xargs' turns lines into arguments.",
            "",
            new RulePage.Failing("scripts/clean.sh:2", """
                    --- scripts/clean.sh
                    #!/bin/bash
                    zfs list -H -t snapshot -o name | grep @old | zfs destroy
                    """),
            """
            --- scripts/clean.sh
            #!/bin/bash
            zfs list -H -t snapshot -o name | grep @old | xargs -n 1 zfs destroy
            zfs send tank/a@x | zfs receive backup/a
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository)
                .forEach(script -> script.parsed().steps().forEach(step -> node(script, step, findings)));
    }

    private static void node(RunScript script, Step step, Findings findings) {
        switch (step.node()) {
            case Pipeline pipeline -> pipeline.parts().stream().skip(1).forEach(part -> part(script, part, findings));
            case Group group -> group.body().forEach(inner -> node(script, inner, findings));
            case Command _ -> {}
        }
    }

    private static void part(RunScript script, ShellNode part, Findings findings) {
        if (part instanceof Group group) {
            group.body().forEach(inner -> node(script, inner, findings));
        } else if (part instanceof Command command) {
            Visit visit = new Visit(command, null);
            Set<String> verbs = IGNORING.getOrDefault(visit.name(), Set.of());
            if (verbs.contains(verb(visit)) && !visit.hasInput() && !asksForKey(visit)) {
                findings.add(
                        script.source(),
                        script.line(command.line()),
                        "'%s' reads no input, so what the pipe hands it is lost".formatted(visit.name()),
                        "hand it over as arguments, with xargs or $(…)");
            }
        }
    }

    private static String verb(Visit visit) {
        return visit.argv().stream()
                .skip(1)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("");
    }

    /** zfs-create(8) and zpool-import(8) -l read the key of an encrypted dataset from their input. */
    private static boolean asksForKey(Visit visit) {
        return visit.hasWord("-l")
                || visit.argv().stream().anyMatch(word -> word.contains("keyformat") || word.contains("encryption"));
    }
}
