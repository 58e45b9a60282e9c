package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openfoodfacts.brigade.confs.syncoid.Pull;

/**
 * What {@code --exclude} and {@code --exclude-datasets} leave out: each is a Perl pattern that is searched for in the whole name of every
 * dataset below the source ({@code getchilddatasets}, 2.1.0). Patterns that Java may read otherwise, or slowly, are not judged.
 */
record Exclusions(List<String> patterns) {
    private static final Pattern SAME_AS_PERL =
            Pattern.compile("(?:[\\w/.:^$|()*+?\\[\\]-]|\\\\[./|^$*+?()\\[\\]dw-]){1,200}");
    private static final Pattern QUANTIFIER = Pattern.compile("[*+?]");
    private static final int QUANTIFIERS = 3;
    private static final Pattern SLOW = Pattern.compile("\\)[*+?]");

    Exclusions {
        patterns = List.copyOf(patterns);
    }

    static Exclusions of(Pull pull) {
        return new Exclusions(pull.options().stream()
                .filter(o -> o.name().equals("exclude") || o.name().equals("exclude-datasets"))
                .map(Pull.Option::value)
                .toList());
    }

    /** True as well when a pattern cannot be judged. */
    boolean mayLeaveOut(String dataset) {
        return patterns.stream()
                .anyMatch(p -> compiled(p).map(c -> c.matcher(dataset).find()).orElse(true));
    }

    /** Empty for a pattern that is not judged or that is none. */
    static Optional<Pattern> compiled(String pattern) {
        try {
            return isJudged(pattern) ? Optional.of(Pattern.compile(pattern)) : Optional.empty();
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }

    /** A pattern that Perl refuses too. */
    static boolean isBroken(String pattern) {
        return isJudged(pattern) && compiled(pattern).isEmpty();
    }

    private static boolean isJudged(String pattern) {
        return !pattern.contains("(?")
                && SAME_AS_PERL.matcher(pattern).matches()
                && !SLOW.matcher(pattern).find()
                && QUANTIFIER.matcher(pattern).results().count() <= QUANTIFIERS;
    }
}
