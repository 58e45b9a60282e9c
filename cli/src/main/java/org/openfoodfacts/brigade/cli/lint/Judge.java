package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellCheckRule;
import org.openfoodfacts.brigade.confs.shell.ScriptCheck;
import org.openfoodfacts.brigade.confs.source.EntryTree;

/** The wanted rules, today, with ShellCheck when it is wanted and installed. */
final class Judge {
    private final Set<String> rules;
    private final Optional<ScriptCheck> shellCheck;

    /** @param err is told when ShellCheck does not work */
    Judge(Set<String> rules, PrintWriter err) {
        this.rules = Set.copyOf(rules);
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        this.shellCheck = rules.contains(ShellCheckRule.ID)
                ? ShellCheck.find(path, why -> err.println("brigade: " + why))
                : Optional.empty();
    }

    List<Finding> of(EntryTree tree) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<Finding> all =
                shellCheck.map(check -> Lint.run(tree, today, check)).orElseGet(() -> Lint.run(tree, today));
        return all.stream().filter(finding -> rules.contains(finding.rule())).toList();
    }
}
