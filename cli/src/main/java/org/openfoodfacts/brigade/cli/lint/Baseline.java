package org.openfoodfacts.brigade.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.contracts.Json;

/** Findings that are known, as often as they were: by rule, file and words, so that a line that moved is the same. */
record Baseline(Map<String, Integer> known) {
    static Baseline of(List<Finding> findings) {
        Map<String, Integer> known = new TreeMap<>();
        findings.forEach(finding -> known.merge(key(finding), 1, Integer::sum));
        return new Baseline(known);
    }

    private static String key(Finding finding) {
        return finding.rule() + " " + finding.place().file() + " " + finding.message();
    }

    /** Those beyond what is known. */
    List<Finding> without(List<Finding> findings) {
        Map<String, Integer> left = new HashMap<>(known);
        List<Finding> more = new ArrayList<>();
        for (Finding finding : findings) {
            if (left.merge(key(finding), -1, Integer::sum) < 0) {
                more.add(finding);
            }
        }
        return more;
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(known) + System.lineSeparator());
    }

    static Baseline read(Path file) throws IOException {
        Map<String, Integer> known;
        try {
            known = Json.mapper().readValue(Files.readString(file), new TypeReference<>() {});
        } catch (JsonProcessingException _) {
            known = null;
        }
        if (known == null) {
            throw new CannotLint(file + " is no baseline; --write-baseline writes one");
        }
        return new Baseline(known);
    }
}
