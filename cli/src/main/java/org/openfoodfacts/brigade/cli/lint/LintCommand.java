package org.openfoodfacts.brigade.cli.lint;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Rules;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.FolderReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a configuration repository: exit code 0 clean, 1 something at or above {@code --fail-on}, 2 cannot run. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Finds what will hurt in a configuration repository (a folder with confs/). Needs no suite.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing at or above --fail-on", "1:findings at or above --fail-on", "2:it cannot run"})
public final class LintCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int CANNOT_RUN = 2;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", defaultValue = ".", description = "the repository")
    private Path folder;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Format format;

    @Option(
            names = "--fail-on",
            defaultValue = "error",
            paramLabel = "SEVERITY",
            description = "error, warning or note (${DEFAULT-VALUE})")
    private String failOn;

    @Option(names = "--rule", paramLabel = "RULE", description = "only this rule; may be given several times")
    private List<String> only = List.of();

    @Option(names = "--exclude", paramLabel = "RULE", description = "without this rule; may be given several times")
    private List<String> without = List.of();

    @Mixin
    private Known known;

    @Mixin
    private Explanations explanations;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (explanations.print(out)) {
            return 0;
        }
        Severity worst = severity();
        Set<String> rules = rules();
        try {
            Judge judge = new Judge(rules, spec.commandLine().getErr());
            List<Finding> findings = known.without(folder, judge.of(tree()), judge);
            format.print(findings, out);
            out.flush();
            return findings.stream().anyMatch(f -> f.severity().isAtLeast(worst)) ? FOUND : 0;
        } catch (CannotLint | IOException | UncheckedIOException e) {
            spec.commandLine().getErr().println("brigade: " + reason(e));
            return CANNOT_RUN;
        }
    }

    private EntryTree tree() throws IOException {
        if (!folder.resolve("confs").toFile().isDirectory()) {
            throw new CannotLint(folder + " has no folder 'confs'; name the top of a configuration repository");
        }
        return FolderReader.read(folder);
    }

    private static String reason(Exception e) {
        return e instanceof CannotLint ? e.getMessage() : "the repository cannot be read: " + e.getMessage();
    }

    private Severity severity() {
        for (Severity severity : Severity.values()) {
            if (severity.id().equals(failOn)) {
                return severity;
            }
        }
        throw notUnderstood("--fail-on is error, warning or note, not '" + failOn + "'");
    }

    private Set<String> rules() {
        Set<String> all = new HashSet<>();
        Rules.ALL.forEach(rule -> all.add(rule.page().id()));
        for (List<String> named : List.of(only, without)) {
            named.stream().filter(id -> !all.contains(id)).findFirst().ifPresent(id -> {
                throw notUnderstood(UnknownRule.say(id));
            });
        }
        if (!only.isEmpty()) {
            all.retainAll(only);
        }
        without.forEach(all::remove);
        return all;
    }

    private ParameterException notUnderstood(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
