package org.openfoodfacts.brigade.confs.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openfoodfacts.brigade.confs.Problem;

/** Collects what is wrong in one YAML file. */
public final class YamlProblems {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    public YamlProblems(String file) {
        this.file = file;
    }

    public void error(Place place, String what, String remedy) {
        problems.add(
                new Problem(Problem.Severity.ERROR, file, place.line(), place.column(), place.field(), what, remedy));
    }

    /** In the order of the file. */
    public List<Problem> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }
}
