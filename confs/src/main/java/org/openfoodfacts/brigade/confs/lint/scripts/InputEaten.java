package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;

/** A command in a {@code while read} loop that reads the loop's own input: ssh, and what runs it (syncoid between machines) or is like it (pct exec). */
final class InputEaten implements Rule {
    private static final int SHELLCHECK = 2095; // sees ssh in $(…) as well
    private static final Pattern NO_INPUT = Pattern.compile("-[A-Za-z]*[nf][A-Za-z]*|-oStdinNull=yes|StdinNull=yes");

    private static final RulePage PAGE = new RulePage(
            "script-input-eaten",
            Severity.ERROR,
            "A command in a loop reads the lines that the loop goes through",
            """
            The loop and the command have the same input. The command takes all lines that are left, so the loop ends after the first one, and \
            ends well: the other syncs never run and nothing says so.""",
            "",
            new RulePage.Failing("confs/store1/systemd/system/pull.service:3", """
                    --- confs/store1/systemd/system/pull.service
                    [Service]
                    Type=oneshot
                    ExecStart=/bin/bash -c 'while read -a pull; do syncoid "$${pull[@]}"; done < /etc/pulls'
                    """),
            """
            --- confs/store1/systemd/system/pull.service
            [Service]
            Type=oneshot
            ExecStart=/bin/bash -c 'while read -a pull; do syncoid "$${pull[@]}" </dev/null || exit 1; done < /etc/pulls'
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository).forEach(script -> {
            Map<Integer, String> eaters = new TreeMap<>();
            ShellWalk.commands(script.parsed()).stream()
                    .filter(visit -> visit.place().eats() && !visit.hasInput() && reads(visit))
                    .forEach(visit -> eaters.put(visit.command().line(), visit.name()));
            if (script.unitLine() == 0) {
                repository.shellRemarks(script.text()).stream()
                        .filter(remark ->
                                remark.code() == SHELLCHECK && remark.text().startsWith("Use ssh -n"))
                        .forEach(remark -> eaters.putIfAbsent(remark.line(), "ssh"));
            }
            eaters.forEach((line, name) -> findings.add(
                    script.source(),
                    script.line(line),
                    "%s reads the lines that the loop around it goes through, so the loop ends after the first"
                            .formatted(name),
                    "give it no input: '</dev/null'"));
        });
    }

    private static boolean reads(Visit visit) {
        return switch (visit.name()) {
            case "lxc-attach" -> true;
            case "pct" -> visit.hasWord("exec");
            case "ssh" ->
                visit.argv().stream().noneMatch(word -> NO_INPUT.matcher(word).matches());
            case "syncoid" -> visit.argv().stream().anyMatch(word -> word.contains(":") || word.contains("$"));
            default -> false;
        };
    }
}
