package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.ShellNode;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Step;

/**
 * What a server sends is run as it comes: {@code curl … | bash}, {@code bash <(curl …)}, {@code sh -c "$(curl …)"}, {@code curl … | tar x -C /usr},
 * or saved and run with no check between.
 */
final class UncheckedDownload implements Rule {
    private static final Set<String> RUNNERS =
            Set.of("sh", "bash", "dash", "python", "python3", "perl", "eval", "source", ".");
    private static final Pattern LOADED = Pattern.compile("[\"']?(?:<|\\$)\\((?:curl|wget)\\b.*", Pattern.DOTALL);

    private static final Pattern OWN_PROGRAM = Pattern.compile("-[a-zA-Z]*[cem]|-[a-zA-Z]*[np][a-zA-Z]*");
    private static final Pattern OF_SHELL = Pattern.compile("-[a-zA-Z]*c");
    private static final Pattern SYSTEM = Pattern.compile("/|/(?:usr|bin|sbin|lib|etc|opt)(?:/.*)?");

    private static final RulePage PAGE = new RulePage(
            "script-unchecked-download",
            Severity.WARNING,
            "A script runs what it downloads without checking it",
            """
            Whoever controls the server, or the connection, runs commands here as the script's user. A download that breaks off in the middle is \
            run as far as it came. That holds for what is saved, run and never looked at as well. Save it, compare its checksum or signature, then \
            run it.""",
            "",
            new RulePage.Failing("scripts/install.sh:2", """
                    --- scripts/install.sh
                    #!/bin/bash
                    curl -fsSL https://example.org/install.sh | bash -s -- --yes
                    """),
            """
            --- scripts/install.sh
            #!/bin/bash
            curl -fsSLo /tmp/install.sh https://example.org/install.sh
            echo "$SUM  /tmp/install.sh" | sha256sum -c && bash /tmp/install.sh
            curl -s https://example.org/list | sort
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository).forEach(script -> {
            steps(script, script.parsed().steps(), findings);
            saved(script, findings);
        });
    }

    private static void saved(RunScript script, Findings findings) {
        Downloads downloads = new Downloads();
        for (Visit visit : ShellWalk.commands(script.parsed())) {
            downloads
                    .next(visit)
                    .ifPresent(file -> findings.add(
                            script.source(),
                            script.line(visit.command().line()),
                            "'%s' runs %s, which was downloaded and not checked, so a change or a broken connection on the server's side runs here"
                                    .formatted(visit.name(), file),
                            "check its checksum or signature before"));
        }
    }

    private static void steps(RunScript script, List<Step> steps, Findings findings) {
        steps.forEach(step -> node(script, step.node(), findings));
    }

    private static void node(RunScript script, ShellNode node, Findings findings) {
        switch (node) {
            case Pipeline pipeline -> pipeline(script, pipeline, findings);
            case Group group -> steps(script, group.body(), findings);
            case Command command -> command(script, command, findings);
        }
    }

    private static void pipeline(RunScript script, Pipeline pipeline, Findings findings) {
        boolean loads = false;
        for (ShellNode part : pipeline.parts()) {
            String name = part instanceof Command command ? new Visit(command, null).name() : "";
            if (loads && (runsInput(part) || unpacksIntoSystem(part))) {
                add(script, pipeline.line(), name, findings);
                return;
            }
            loads |= DownloadedFile.LOADERS.contains(name);
            node(script, part, findings);
        }
    }

    /** Of an interpreter without a program of its own: neither a file nor {@code -c}, {@code -e}, {@code -m}; {@code bash -s x} has arguments only. */
    private static boolean runsInput(ShellNode part) {
        List<String> argv = part instanceof Command command ? Argv.of(command) : List.of();
        String name =
                argv.isEmpty() ? "" : argv.getFirst().substring(argv.getFirst().lastIndexOf('/') + 1);
        if (!RUNNERS.contains(name)) {
            return false;
        }
        Pattern program = name.endsWith("sh") ? OF_SHELL : OWN_PROGRAM;
        String first = argv.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") || program.matcher(word).matches() || word.matches("-\\w*s"))
                .findFirst()
                .orElse("-");
        return first.equals("/dev/stdin")
                || (first.startsWith("-") && !program.matcher(first).matches());
    }

    /** {@code tar x -C /usr/local}: programs for everyone, root among them. */
    private static boolean unpacksIntoSystem(ShellNode part) {
        if (!(part instanceof Command command)) {
            return false;
        }
        List<String> argv = Argv.of(command);
        int folder = Math.max(argv.indexOf("-C"), argv.indexOf("--directory")) + 1;
        return !argv.isEmpty()
                && argv.getFirst().endsWith("tar")
                && folder > 0
                && folder < argv.size()
                && SYSTEM.matcher(DownloadedFile.plain(argv.get(folder))).matches();
    }

    private static void command(RunScript script, Command command, Findings findings) {
        String name = new Visit(command, null).name();
        if (RUNNERS.contains(name)
                && command.words().stream()
                        .anyMatch(word -> LOADED.matcher(word.text()).matches())) {
            add(script, command.line(), name, findings);
        }
    }

    private static void add(RunScript script, int line, String runner, Findings findings) {
        findings.add(
                script.source(),
                script.line(line),
                "%s takes what the server sends as it comes, so a change or a broken connection there runs here"
                        .formatted(runner),
                "save it, check its checksum, then run it");
    }
}
