package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

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
        for (Units units : Units.of(repository)) {
            if (!units.folder().equals(Repository.SHARED)) {
                Set<String> started = units.named(STARTING);
                units.byName().values().stream()
                        .filter(unit -> unit.isService()
                                && unit.isWhole()
                                && unit.name().instance() == null)
                        .filter(unit -> unit.is("Service", "Type", "oneshot"))
                        .filter(unit ->
                                !started.contains(unit.name().toString()) && !isStarted(repository, units, unit))
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

    private static boolean isStarted(Repository repository, Units units, Unit unit) {
        boolean installed = unit.parts().stream().anyMatch(part -> part.file().has("Install"));
        return installed
                || units.byName().containsKey(unit.name().withType("timer").toString())
                || units.byName().containsKey(unit.name().withType("path").toString())
                || units.byName().containsKey(unit.name().withType("socket").toString())
                || repository.sources().stream()
                        .anyMatch(source -> source.name().endsWith(".wants/" + unit.name()))
                || repository.links().stream().anyMatch(link -> link.file().endsWith(".wants/" + unit.name()))
                || isCalled(repository, unit);
    }

    private static boolean isCalled(Repository repository, Unit unit) {
        Set<String> calls =
                Set.of("start " + unit.name().stem(), "restart " + unit.name().stem());
        return repository.all(Formats.SHELL).stream()
                .map(read -> read.source().text().all())
                .anyMatch(script -> calls.stream().anyMatch(script::contains));
    }
}
