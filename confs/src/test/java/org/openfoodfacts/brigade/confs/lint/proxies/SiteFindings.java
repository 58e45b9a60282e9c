package org.openfoodfacts.brigade.confs.lint.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

/** What one rule finds. */
final class SiteFindings {
    static final LocalDate TODAY = LocalDate.of(2027, 1, 31);

    private SiteFindings() {}

    /** What a rule finds in one site of one machine, as {@code SEVERITY:line}. */
    static List<String> site(String text, String rule) {
        return rules(rule, "--- confs/proxy1/nginx/conf.d/a.conf\n" + text);
    }

    static List<String> rules(String rule, String example) {
        List<Finding> all = Lint.run(Example.tree(example), TODAY);
        assertThat(all).as("syntax").noneMatch(f -> f.rule().equals("syntax"));
        return all.stream()
                .filter(f -> f.rule().equals(rule))
                .map(f -> f.severity() + ":" + f.place().line())
                .toList();
    }
}
