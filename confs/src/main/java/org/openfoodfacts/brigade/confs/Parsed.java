package org.openfoodfacts.brigade.confs;

import java.util.List;

/** What a parser made of its input, as far as it could, and everything that was wrong with it. Parsers never throw on bad input. */
public record Parsed<T>(T value, List<Problem> problems) {
    public Parsed {
        problems = List.copyOf(problems);
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
