package org.openfoodfacts.brigade.agent.tools.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.BuildLimits;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.BuildRan;

/**
 * Runs one script of the checkout as its user. Preconditions: the script lies in the checkout itself (no link leads out of it), git
 * tracks it as executable, and it is as HEAD has it: only what was released runs.
 */
public final class RunBuildHandler implements CommandHandler<RunBuild> {
    @Override
    public Class<RunBuild> type() {
        return RunBuild.class;
    }

    @Override
    public Outcome handle(RunBuild command, Execution execution) {
        Optional<String> malformed = malformed(command);
        if (malformed.isPresent()) {
            return ToolFailure.malformed(malformed.get());
        }
        GitCheckout checkout = GitCheckout.of(command.checkout(), execution.machine());
        return checkout.objection()
                .or(() -> outside(checkout, command.script()))
                .or(() -> notReleased(checkout, command.script()))
                .orElseGet(() -> run(checkout, command, execution));
    }

    private static Optional<String> malformed(RunBuild command) {
        if (!BuildLimits.isScript(command.script())) {
            return Optional.of("script: '" + command.script() + "' is not a plain path inside the checkout");
        }
        for (String name : command.environment().keySet()) {
            if (!BuildLimits.isVariable(name)) {
                return Optional.of("environment: '" + name + "' is not a variable name");
            }
            if (BuildLimits.isOfTheLoader(name)) {
                return Optional.of(
                        "environment: '" + name + "' may not be set: it would load code before the user changes");
            }
        }
        return BuildLimits.isTimeout(command.timeout())
                ? Optional.empty()
                : Optional.of("timeout: must be more than zero and at most " + BuildLimits.LONGEST);
    }

    private static Optional<Outcome> outside(GitCheckout checkout, String script) {
        Path file = checkout.directory().resolve(script);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(
                    ToolFailure.precondition("script " + script + " is not a regular file of " + checkout.path()));
        }
        try {
            Path expected = checkout.directory().toRealPath().resolve(script);
            return file.toRealPath().equals(expected)
                    ? Optional.empty()
                    : Optional.of(ToolFailure.precondition("script " + script + " lies behind a symbolic link"));
        } catch (IOException e) {
            return Optional.of(ToolFailure.precondition("script " + script + " cannot be resolved: " + e.getMessage()));
        }
    }

    private static Optional<Outcome> notReleased(GitCheckout checkout, String script) {
        String literal = ":(top,literal)" + script;
        ToolLines tracked = checkout.lines("ls-tree", "HEAD", "--", script);
        if (tracked.lines().stream().noneMatch(line -> line.startsWith("100755 "))) {
            return Optional.of(
                    ToolFailure.precondition("script " + script + " is not tracked by git as an executable file"));
        }
        ToolLines same = checkout.lines("diff", "--quiet", "--no-ext-diff", "HEAD", "--", literal);
        return same.succeeded() && Files.isExecutable(checkout.directory().resolve(script))
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition("script " + script + " is not as HEAD has it"));
    }

    private static Outcome run(GitCheckout checkout, RunBuild command, Execution execution) {
        List<String> argv = new ArrayList<>();
        argv.add(checkout.directory().resolve(command.script()).toString());
        argv.addAll(command.arguments());
        Invocation build = new Invocation(
                argv, command.environment(), checkout.directory(), checkout.user(), command.timeout(), null);
        long start = System.nanoTime();
        ExecResult result = execution.machine().exec().run(build, execution.output(), execution.cancellation());
        return result.success().isPresent()
                ? new Outcome.Done(new BuildRan(command.script(), Duration.ofNanos(System.nanoTime() - start)))
                : ToolFailure.of("script " + command.script(), result);
    }
}
