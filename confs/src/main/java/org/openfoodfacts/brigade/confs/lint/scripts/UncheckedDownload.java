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

/** What a server sends is run as it comes: {@code curl … | bash}, {@code bash <(curl …)}, {@code sh -c "$(curl …)"}. */
final class UncheckedDownload implements Rule {
    private static final Set<String> LOADERS = Set.of("curl", "wget");
    private static final Set<String> RUNNERS =
            Set.of("sh", "bash", "dash", "python", "python3", "perl", "eval", "source", ".");
    private static final Pattern LOADED = Pattern.compile("[\"']?(?:<|\\$)\\((?:curl|wget)\\b.*", Pattern.DOTALL);

    private static final RulePage PAGE = new RulePage(
            "script-unchecked-download",
            Severity.WARNING,
            "A script runs what it downloads without checking it",
            """
            Whoever controls the server, or the connection, runs commands here as the script's user. A download that breaks off in the middle is \
            run as far as it came. Save it, compare its checksum or signature, then run it.""",
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
        RunScript.all(repository)
                .forEach(script -> steps(script, script.parsed().steps(), findings));
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
            if (loads && RUNNERS.contains(name)) {
                add(script, pipeline.line(), name, findings);
                return;
            }
            loads |= LOADERS.contains(name);
            node(script, part, findings);
        }
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
                "%s runs what the server sends as it comes, so a change or a broken connection there runs here"
                        .formatted(runner),
                "save it, check its checksum, then run it");
    }
}
