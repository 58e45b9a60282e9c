package org.openfoodfacts.brigade.confs.lint.units;

import java.time.LocalDate;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

/** What one rule finds in a small repository. */
public final class Linted {
    private Linted() {}

    public static List<Finding> findings(String rule, String example) {
        return Lint.run(Example.tree(example), LocalDate.of(2027, 1, 31)).stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }

    /** The lines it finds something at, in one file of one machine. */
    public static List<Integer> lines(String rule, String inFolder, String text) {
        String name = "confs/host1/" + inFolder;
        return findings(rule, "--- " + name + "\n" + text).stream()
                .filter(finding -> finding.place().file().equals(name))
                .map(finding -> finding.place().line())
                .toList();
    }
}
