package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class ReleaseTagTest {

    @ParameterizedTest
    @ValueSource(strings = {"v2.60.0", "2024-11-23", "release/opff/1", "v1@x", "a.b", "été", "x-", "@x"})
    void whatGitTakesAsATagIsAVersion(String version) {
        assertThat(ReleaseTag.objection(version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-f",
                "--upload-pack=x",
                "a..b",
                "a b",
                "a\nb",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "a*",
                "a[",
                "a\\b",
                "@{1}",
                "@",
                "HEAD",
                "/a",
                "a/",
                "a//b",
                "a.",
                ".a",
                "x/.a",
                "a.lock",
                "a.lock/b",
                "a\u007f",
                "a\u0000b"
            })
    void whatGitWouldNotTakeOrTakeForAnOptionIsNone(String version) {
        assertThat(ReleaseTag.objection(version)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void aVersionHasAtMost200Characters(int length) {
        assertThat(ReleaseTag.objection("v".repeat(length)).isEmpty()).isEqualTo(length <= 200);
    }

    @Property(tries = 300)
    void gitItselfAgrees(@ForAll("likelyTags") String version) {
        boolean git = gitTakes("refs/tags/" + version) && !version.startsWith("-");

        assertThat(ReleaseTag.objection(version).isEmpty())
                .as("version '%s'", version)
                .isEqualTo(git && !List.of("@", "HEAD").contains(version));
    }

    @Provide
    Arbitrary<String> likelyTags() {
        return Arbitraries.of(
                        "v", "1", ".", "..", "/", "-", "@", "{", "}", ".lock", " ", "~", "^", ":", "?", "*", "[", "]",
                        "\\", "\t", "HEAD", "é", "+", "_", "#", "$", "'", "\"", ";", "|", "&", "<", "(")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    private static boolean gitTakes(String reference) {
        try {
            Process git = new ProcessBuilder("git", "check-ref-format", reference).start();
            assumeTrue(git.waitFor(120, TimeUnit.SECONDS), "git answers in time");
            return git.exitValue() == 0;
        } catch (IOException e) {
            throw new TestAbortedException("git is not installed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestAbortedException("interrupted", e);
        }
    }
}
