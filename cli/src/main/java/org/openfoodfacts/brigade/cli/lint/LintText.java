package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.suite.launch.Printable;

/** Findings for people, grouped by machine, with what mends each below it. */
record LintText(boolean colour) {
    private static final Map<Severity, String> COLOURS =
            Map.of(Severity.ERROR, "31;1", Severity.WARNING, "33", Severity.NOTE, "36");

    void print(List<Finding> findings, PrintWriter out) {
        Map<String, List<Finding>> byMachine = new LinkedHashMap<>();
        findings.forEach(finding -> byMachine
                .computeIfAbsent(heading(finding), _ -> new ArrayList<>())
                .add(finding));
        byMachine.forEach((machine, its) -> {
            out.println(painted("1", Printable.of(machine)));
            its.forEach(finding -> print(finding, out));
            out.println();
        });
        out.println(summary(findings));
    }

    private static String heading(Finding finding) {
        List<String> machines = finding.machines();
        return machines.equals(List.of("")) ? "the repository" : String.join(", ", machines);
    }

    private void print(Finding finding, PrintWriter out) {
        out.println("  " + Printable.of(finding.place().toString()) + "  "
                + painted(COLOURS.get(finding.severity()), finding.severity().id()) + "  " + finding.rule());
        out.println("      " + Printable.of(finding.message()) + ".");
        out.println("      → " + Printable.of(finding.remedy()));
    }

    private static String summary(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "nothing found";
        }
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
        StringJoiner text = new StringJoiner(", ");
        counts.forEach((severity, count) -> text.add(count + " " + severity.id() + (count == 1 ? "" : "s")));
        return text + "; 'brigade lint --explain RULE' tells about a rule";
    }

    private String painted(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
