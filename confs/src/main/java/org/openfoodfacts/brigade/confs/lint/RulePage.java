package org.openfoodfacts.brigade.confs.lint;

import java.util.Objects;

/**
 * What people read about a rule, and what its test runs: {@code why} it matters, the {@code incident} it comes from (empty when from none),
 * a repository that {@code fails} with the place it fails at ({@code confs/a/x.conf:3}), and one that {@code passes}. Both are written as
 * {@link Example}s.
 */
public record RulePage(
        String id, Severity severity, String title, String why, String incident, Failing fails, String passes) {
    public RulePage {
        Objects.requireNonNull(fails, id);
        if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("'" + id + "' is no rule id");
        }
    }

    public record Failing(String at, String example) {}
}
