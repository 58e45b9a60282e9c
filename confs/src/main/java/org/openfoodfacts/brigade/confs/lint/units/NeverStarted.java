package org.openfoodfacts.brigade.confs.lint.units;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/** An own oneshot unit that no timer, no [Install], no other unit and no script starts. */
final class NeverStarted implements Rule {
    private static final Set<String> STARTING = Set.of(
            "Wants",
            "Requires",
            "BindsTo",
            "Upholds",
            "OnFailure",
            "OnSuccess",
            "Unit",
            "Also",
            "Service",
            "Requisite");

    private static final Set<String> STARTERS = Set.of("timer", "path", "socket");
    private static final Pattern START = Pattern.compile("start (?:--no-block )?([A-Za-z0-9@._-]+)");

    private static final RulePage PAGE = new RulePage(
            "unit-never-started",
            Severity.NOTE,
            "Nothing starts a oneshot unit",
            "No timer of its name, no [Install], no other unit and no script of the repository starts it: it runs only when somebody does by hand.",
            "",
            new RulePage.Failing("confs/store1/systemd/system/check.service", """
                    --- confs/store1/systemd/system/check.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/local/bin/check
                    """),
            """
            --- confs/store1/systemd/system/check.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/check
            --- confs/store1/systemd/system/check.timer
            [Timer]
            OnCalendar=hourly
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Set<String> elsewhere = startedElsewhere(repository);
        for (Units units : Units.of(repository)) {
            if (!units.folder().equals(Repository.SHARED)) {
                Set<String> started = units.named(STARTING);
                units.byName().values().stream()
                        .filter(unit -> unit.isService()
                                && unit.isWhole()
                                && unit.name().instance() == null)
                        .filter(unit -> unit.is("Service", "Type", "oneshot"))
                        .filter(unit -> !started.contains(unit.name().toString()) && !isStarted(units, unit, elsewhere))
                        .forEach(unit -> findings.guess(
                                unit.source(),
                                0,
                                "nothing outside of the repository starts it",
                                "no timer, [Install], unit or script starts %s, so it runs only by hand"
                                        .formatted(unit.name()),
                                "add a timer of its name, or WantedBy= in [Install]"));
            }
        }
    }

    private static boolean isStarted(Units units, Unit unit, Set<String> elsewhere) {
        return unit.parts().stream().anyMatch(part -> part.file().has("Install"))
                || STARTERS.stream()
                        .anyMatch(type -> units.byName()
                                .containsKey(unit.name().withType(type).toString()))
                || elsewhere.contains(unit.name().toString())
                || elsewhere.contains(unit.name().stem());
    }

    /** By a link in {@code .wants}, a script, or a shell command of a unit. */
    private static Set<String> startedElsewhere(Repository repository) {
        Set<String> names = new HashSet<>();
        Stream.concat(
                        repository.sources().stream().map(Source::name),
                        repository.links().stream().map(Problem::file))
                .filter(name -> name.contains(".wants/"))
                .forEach(name -> names.add(name.substring(name.lastIndexOf('/') + 1)));
        Stream.concat(repository.all(Formats.SHELL).stream(), repository.all(Formats.UNIT).stream())
                .map(read -> read.source().text().all())
                .filter(text -> text.contains("systemctl"))
                .map(START::matcher)
                .forEach(start -> start.results().forEach(result -> names.add(result.group(1))));
        return names;
    }
}
