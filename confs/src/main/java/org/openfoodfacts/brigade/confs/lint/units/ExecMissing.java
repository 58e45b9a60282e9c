package org.openfoodfacts.brigade.confs.lint.units;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/**
 * A unit that runs a script of this repository, {@code /opt/<its clone>/scripts/…}, which it does not hold. The name of the clone is known when another
 * such path of the same clone is held; else it is a guess.
 */
final class ExecMissing implements Rule {
    private static final Pattern PATH =
            Pattern.compile("/(?:opt|srv|root)/([A-Za-z0-9._-]+)/(scripts/[A-Za-z0-9._/@-]+)");

    private static final RulePage PAGE = new RulePage(
            "unit-exec-missing",
            Severity.ERROR,
            "A unit runs a script that the repository does not hold",
            "The repository is cloned on the machines, and the unit runs a script from the clone. The script was moved, renamed or never added: the unit fails each time.",
            "",
            new RulePage.Failing("confs/store1/systemd/system/check.service:2", """
                    --- confs/store1/systemd/system/check.service
                    [Service]
                    ExecStart=/opt/infra/scripts/zfs/chek.sh
                    ExecStartPre=/opt/infra/scripts/zfs/wait.sh
                    --- scripts/zfs/check.sh
                    #!/bin/sh
                    true
                    --- scripts/zfs/wait.sh
                    #!/bin/sh
                    true
                    """),
            """
            --- confs/store1/systemd/system/check.service
            [Service]
            ExecStart=/opt/infra/scripts/zfs/check.sh
            ExecStartPre=/opt/other/scripts/start.sh
            --- scripts/zfs/check.sh
            #!/bin/sh
            true
            """);

    private record Run(UnitPart part, Setting setting, String checkout, String script) {}

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Set<String> names =
                repository.sources().stream().map(Source::name).collect(Collectors.toCollection(HashSet::new));
        repository.links().forEach(link -> names.add(link.file()));
        if (names.stream().noneMatch(name -> name.startsWith("scripts/"))) {
            return;
        }
        Set<Run> runs = runs(repository);
        Set<String> known = runs.stream()
                .filter(run -> names.contains(run.script()))
                .map(Run::checkout)
                .collect(Collectors.toSet());
        runs.stream()
                .filter(run -> !names.contains(run.script()))
                .filter(run -> known.isEmpty() || known.contains(run.checkout()))
                .forEach(run -> add(run, known.contains(run.checkout()), names, findings));
    }

    private static Set<Run> runs(Repository repository) {
        Set<Run> runs = new LinkedHashSet<>();
        Units.parts(repository)
                .forEach(part ->
                        Unit.EXEC.forEach(key -> part.file().all("Service", key).forEach(setting -> {
                            Matcher path = PATH.matcher(setting.value());
                            while (path.find()) {
                                runs.add(new Run(part, setting, path.group(1), path.group(2)));
                            }
                        })));
        return runs;
    }

    private static void add(Run run, boolean known, Set<String> names, Findings findings) {
        String message = "%s= runs %s, which the repository does not hold, so %s fails"
                .formatted(run.setting().key(), run.script(), run.part().unit());
        String remedy = DidYouMean.among(run.script(), names)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("add the script or name the right one");
        if (known) {
            findings.add(run.part().source(), run.setting().line(), message, remedy);
        } else if (names.stream()
                .anyMatch(name ->
                        name.startsWith(run.script().substring(0, run.script().lastIndexOf('/') + 1)))) {
            findings.guess(
                    run.part().source(),
                    run.setting().line(),
                    "'" + run.checkout() + "' is a clone of this repository",
                    message,
                    remedy);
        }
    }
}
