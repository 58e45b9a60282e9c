package org.openfoodfacts.brigade.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.contracts.Json;

/** Findings as a JSON array, one object each: rule, severity, machines, file, line, message, remedy. */
final class LintJson {
    private LintJson() {}

    static void print(List<Finding> findings, PrintWriter out) {
        print(findings.stream().map(LintJson::object).toList(), out);
    }

    private static Map<String, Object> object(Finding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", finding.rule());
        object.put("severity", finding.severity().id());
        object.put("machines", finding.machines());
        object.put("file", finding.place().file());
        if (finding.place().line() > 0) {
            object.put("line", finding.place().line());
        }
        object.put("message", finding.message());
        object.put("remedy", finding.remedy());
        return object;
    }

    static void print(Object value, PrintWriter out) {
        try {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts can be written", e);
        }
    }
}
