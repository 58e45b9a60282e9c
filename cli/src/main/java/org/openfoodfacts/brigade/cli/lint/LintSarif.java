package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Rules;

/** Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS); paths are relative to the repository. */
final class LintSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private LintSarif() {}

    static void print(List<Finding> findings, PrintWriter out) {
        Map<String, Object> driver = map(
                "name",
                "brigade lint",
                "rules",
                Rules.ALL.stream().map(Rule::page).map(LintSarif::rule).toList());
        Map<String, Object> run = map(
                "tool",
                map("driver", driver),
                "columnKind",
                "unicodeCodePoints",
                "results",
                findings.stream().map(LintSarif::result).toList());
        LintJson.print(map("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)), out);
    }

    private static Map<String, Object> rule(RulePage page) {
        return map(
                "id", page.id(),
                "shortDescription", map("text", page.title()),
                "fullDescription", map("text", page.why().strip()),
                "defaultConfiguration", map("level", page.severity().id()));
    }

    private static Map<String, Object> result(Finding finding) {
        Map<String, Object> location =
                map("artifactLocation", map("uri", Uris.path(finding.place().file())));
        if (finding.place().line() > 0) {
            location.put("region", map("startLine", finding.place().line()));
        }
        return map(
                "ruleId", finding.rule(),
                "level", finding.severity().id(),
                "message", map("text", finding.message() + ". " + finding.remedy()),
                "locations", List.of(map("physicalLocation", location)));
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
