package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.git.GitStatus;

/** The git commands the handlers are made of, on the git of either machine. */
interface GitContract {
    Map<String, String> AUTHOR = Map.of(
            "GIT_AUTHOR_NAME",
            "a",
            "GIT_AUTHOR_EMAIL",
            "a@example.org",
            "GIT_COMMITTER_NAME",
            "a",
            "GIT_COMMITTER_EMAIL",
            "a@example.org");

    ToolMachine machine();

    /** An existing empty folder, as the computer that runs git sees it. */
    Path folder();

    /** The path {@link ToolMachine#write} takes for a file of the folder. */
    String inFolder(String name);

    @BeforeEach
    default void aRepositoryWithOneRelease() {
        git("init", "--quiet", "--initial-branch=main");
        machine().write(inFolder("a.txt"), "one\n");
        git("add", "a.txt");
        git("commit", "--quiet", "-m", "first");
        git("tag", "--annotate", "-m", "v1", "v1");
    }

    @Test
    default void aCleanCheckoutHasAHeadABranchAndNothingElse() {
        GitStatus status = status();

        assertThat(status.head()).matches("[0-9a-f]{40}");
        assertThat(status.branch()).isEqualTo("main");
        assertThat(status.dirtyFiles()).isEmpty();
    }

    @Test
    default void changedAndUntrackedFilesAreTold() {
        machine().write(inFolder("a.txt"), "two\n");
        machine().write(inFolder("b c.txt"), "new\n");

        assertThat(status().changed()).containsExactly("a.txt");
        assertThat(status().untracked()).containsExactly("b c.txt");
    }

    @Test
    default void anAnnotatedTagIsResolvedToItsCommit() {
        String head = status().head();

        assertThat(git("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/v1^{commit}")
                        .output()
                        .strip())
                .isEqualTo(head);
        assertThat(git("for-each-ref", "--points-at=HEAD", "--format=%(refname:lstrip=2)", "refs/tags")
                        .output())
                .isEqualTo("v1\n");
        ExecResult.Exited missing =
                run("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/v9^{commit}");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.output()).isEmpty();
    }

    @Test
    default void aDetachedHeadHasNoBranch() {
        git("checkout", "--quiet", "--detach", "v1");

        assertThat(status().branch()).isNull();
    }

    @Test
    default void theModeOfATrackedFileIsTold() {
        assertThat(git("ls-tree", "HEAD", "--", "a.txt").output()).startsWith("100644 blob ");
        assertThat(git("ls-tree", "HEAD", "--", "nosuch").output()).isEmpty();
    }

    private GitStatus status() {
        return GitStatus.parse(git("status", "--porcelain=v2", "--branch", "--untracked-files=normal")
                .output()
                .lines()
                .toList());
    }

    private ExecResult.Exited git(String... arguments) {
        ExecResult.Exited exited = run(arguments);
        assertThat(exited.code())
                .as(Arrays.toString(arguments) + exited.errors())
                .isZero();
        return exited;
    }

    private ExecResult.Exited run(String... arguments) {
        List<String> argv =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        return (ExecResult.Exited) machine()
                .exec()
                .run(Invocation.of(argv.toArray(String[]::new)).in(folder()).with(AUTHOR));
    }
}
