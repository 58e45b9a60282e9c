package org.openfoodfacts.brigade.cli.lint;

import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Rules;

/** What is said of a rule that there is not. */
final class UnknownRule {
    private UnknownRule() {}

    static String say(String id) {
        return "there is no rule '" + id + "'"
                + DidYouMean.among(
                                id,
                                Rules.ALL.stream().map(rule -> rule.page().id()).collect(Collectors.toSet()))
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("; --list-rules lists them");
    }
}
