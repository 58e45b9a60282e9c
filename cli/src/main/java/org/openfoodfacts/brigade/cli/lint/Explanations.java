package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import org.openfoodfacts.brigade.confs.lint.PageText;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Rules;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Tells about rules instead of judging. */
final class Explanations {
    @Option(names = "--explain", paramLabel = "RULE", description = "tells about a rule: why, what fails, what passes")
    private String explained;

    @Option(names = "--list-rules", description = "lists all rules")
    private boolean list;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    /** True when that was what was asked for. */
    boolean print(PrintWriter out) {
        if (explained != null) {
            Rule rule = Rules.find(explained)
                    .orElseThrow(() -> new ParameterException(command.commandLine(), UnknownRule.say(explained)));
            out.print(PageText.of(rule.page()));
            out.flush();
            return true;
        }
        if (list) {
            Rules.ALL.stream().map(Rule::page).forEach(page -> out.println(line(page)));
        }
        return list;
    }

    private static String line(RulePage page) {
        return String.format("%-8s %-36s %s", page.severity().id(), page.id(), page.title());
    }
}
