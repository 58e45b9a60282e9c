package org.openfoodfacts.brigade.confs.lint.documents;

import java.time.LocalDate;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

/** What one rule finds in a repository written as an {@link Example}. */
final class DocumentFindings {
    private DocumentFindings() {}

    static List<Finding> of(String rule, String repository) {
        return Lint.run(Example.tree(repository), LocalDate.of(2027, 1, 31)).stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }

    /** {@code ERROR confs/…:line}. */
    static List<String> places(String rule, String repository) {
        return of(rule, repository).stream()
                .map(finding -> finding.severity() + " " + finding.place())
                .toList();
    }
}
