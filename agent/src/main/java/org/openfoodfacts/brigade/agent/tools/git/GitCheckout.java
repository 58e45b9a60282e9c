package org.openfoodfacts.brigade.agent.tools.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;

/**
 * Git in one checkout, always as the checkout's own user: nothing the checkout's configuration names ever runs with the agent's rights.
 * Hooks, prompts and file system monitors are off, and git does not look for a repository above the folder.
 */
public record GitCheckout(Machine machine, String path, String user) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> SAFE = List.of(
            "git",
            "--no-optional-locks",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            "-c",
            "protocol.ext.allow=never",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false");

    public static GitCheckout of(CheckoutRef checkout, Machine machine) {
        return new GitCheckout(machine, checkout.path(), checkout.user());
    }

    /** Why this cannot be a checkout git may be run in, if so. */
    public Optional<Outcome> objection() {
        if (path == null
                || !path.startsWith("/")
                || path.contains("\0")
                || List.of(path.split("/")).contains("..")) {
            return Optional.of(ToolFailure.malformed("checkout.path: '" + path + "' is not an absolute path"));
        }
        if (user == null || !user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
            return Optional.of(ToolFailure.malformed("checkout.user: '" + user + "' is not a user name"));
        }
        return Files.exists(directory().resolve(".git"))
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition(path + " is not a git checkout"));
    }

    public Path directory() {
        return machine.path(path);
    }

    public Invocation git(String... arguments) {
        List<String> argv = new ArrayList<>(SAFE);
        argv.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ASKPASS", "",
                "SSH_ASKPASS", "",
                "GIT_PAGER", "cat",
                "GIT_CEILING_DIRECTORIES", String.valueOf(directory().getParent()));
        return new Invocation(argv, environment, directory(), user, PATIENCE, null);
    }

    public ToolLines lines(String... arguments) {
        return ToolLines.of(machine.exec(), git(arguments));
    }

    /** The status call; its lines are for {@link GitStatus#parse}. */
    public ToolLines status() {
        return lines("status", "--porcelain=v2", "--branch", "--untracked-files=normal");
    }

    /** What the status makes of a command, or why there is no status to be had. */
    Outcome look(Function<GitStatus, Outcome> judgement) {
        Optional<Outcome> objection = objection();
        if (objection.isPresent()) {
            return objection.get();
        }
        ToolLines listed = status();
        return listed.succeeded()
                ? judgement.apply(GitStatus.parse(listed.lines()))
                : ToolFailure.of("git status in " + path, listed.end());
    }

    /** The newest tag at HEAD. */
    public Optional<String> tagAtHead() {
        ToolLines tags = lines(
                "for-each-ref",
                "--points-at=HEAD",
                "--sort=-creatordate",
                "--count=1",
                "--format=%(refname:lstrip=2)",
                "refs/tags");
        return tags.lines().stream().filter(line -> !line.isBlank()).findFirst();
    }

    /** The commit a tag names, the tag object's own name resolved. */
    public Optional<String> commitOf(String tag) {
        ToolLines parsed =
                lines("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/" + tag + "^{commit}");
        return parsed.succeeded() ? parsed.lines().stream().findFirst() : Optional.empty();
    }
}
