package org.openfoodfacts.brigade.confs.lint;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.shell.ScriptCheck;
import org.openfoodfacts.brigade.confs.source.EntryTree;

/** Judges a configuration repository by all rules. Nothing but ShellCheck is executed, nothing outside the tree is read. */
public final class Lint {
    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    (Finding f) -> f.machines().getFirst())
            .thenComparing(f -> f.place().file())
            .thenComparingInt(f -> f.place().line())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    private Lint() {}

    /** The findings by machine, file and line; those that the files allow {@code today} are left out. */
    public static List<Finding> run(EntryTree tree, LocalDate today) {
        return run(Repository.of(tree), today);
    }

    /** With what ShellCheck says. */
    public static List<Finding> run(EntryTree tree, LocalDate today, ScriptCheck scriptCheck) {
        Repository repository = Repository.of(tree);
        repository.check(scriptCheck);
        return run(repository, today);
    }

    private static List<Finding> run(Repository repository, LocalDate today) {
        List<Finding> found = Rules.ALL.parallelStream()
                .map(rule -> found(rule, repository))
                .flatMap(List::stream)
                .toList();
        Set<String> ids = Rules.ALL.stream().map(rule -> rule.page().id()).collect(Collectors.toSet());
        Allowances allowances = new Allowances(repository, ids, today);
        List<Finding> all = new ArrayList<>(allowances.apply(merged(found)));
        all.addAll(allowances.problems());
        all.sort(ORDER);
        return List.copyOf(all);
    }

    private static List<Finding> found(Rule rule, Repository repository) {
        Findings findings = new Findings(rule.page());
        rule.check(repository, findings);
        return findings.all();
    }

    /** A file that many machines link to is objected to once. */
    private static Collection<Finding> merged(List<Finding> findings) {
        Map<Finding, Finding> merged = new LinkedHashMap<>();
        for (Finding finding : findings) {
            merged.merge(of(finding, List.of()), finding, Lint::together);
        }
        return merged.values();
    }

    private static Finding together(Finding one, Finding other) {
        Set<String> machines = new TreeSet<>(one.machines());
        machines.addAll(other.machines());
        return of(one, List.copyOf(machines));
    }

    private static Finding of(Finding f, List<String> machines) {
        return new Finding(f.rule(), f.severity(), machines, f.place(), f.message(), f.remedy());
    }
}
