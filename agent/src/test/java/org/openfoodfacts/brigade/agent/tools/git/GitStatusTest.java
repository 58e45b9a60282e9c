package org.openfoodfacts.brigade.agent.tools.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class GitStatusTest {
    @Test
    void everyKindOfLineIsRead() {
        GitStatus status = GitStatus.parse(List.of(
                "# branch.oid 9332c6f832312e820a6ff123dcb3b09a5b05ce62",
                "# branch.head main",
                "# branch.ab +0 -0",
                "1 .M N... 100644 100644 100644 78981922613b2afb6025042ff6bd878ac1994e85 78981922613b2afb6025042ff6bd878ac1994e85 a b.txt",
                "2 R. N... 100644 100644 100644 7898192 7898192 R100 new name\told name",
                "u UU N... 100644 100644 100644 100644 a a a both.txt",
                "? \"quoted\\ttab\""));

        assertThat(status.head()).isEqualTo("9332c6f832312e820a6ff123dcb3b09a5b05ce62");
        assertThat(status.branch()).isEqualTo("main");
        assertThat(status.changed()).containsExactly("a b.txt", "new name", "both.txt");
        assertThat(status.untracked()).containsExactly("quoted\ttab");
        assertThat(status.dirtyFiles()).hasSize(4);
    }

    @Test
    void aDetachedHeadHasNoBranchAndAnEmptyRepositoryNoHead() {
        GitStatus status = GitStatus.parse(List.of("# branch.oid (initial)", "# branch.head (detached)"));

        assertThat(status.head()).isNull();
        assertThat(status.branch()).isNull();
    }

    @Test
    void onlyNamesThatAreNoOptionsAndNoRangesAreTags() {
        assertThat(List.of("v1.0.0", "release/2026-11", "v1+build.5")).allMatch(GitNames::isTag);
        assertThat(List.of("-x", "a..b", "a b", "a:b", "a~1", "a^", "x.lock", "a/", "a//b", "", "@{u}", "a\nb"))
                .noneMatch(GitNames::isTag);
        assertThat(GitNames.isCommit("HEAD")).isFalse();
    }

    @Property
    void aQuotedPathIsThePathAgain(@ForAll @NotEmpty String path) {
        assertThat(GitStatus.unquote(quote(path)))
                .isEqualTo(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> GitStatus.parse(lines)).doesNotThrowAnyException();
    }

    /** As git does with core.quotePath: every byte beyond printable ASCII in octal. */
    private static String quote(String path) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int value = b & 0xff;
            if (value == '"' || value == '\\') {
                quoted.append('\\').append((char) value);
            } else if (value < 0x20 || value > 0x7e) {
                quoted.append(String.format("\\%03o", value));
            } else {
                quoted.append((char) value);
            }
        }
        return quoted.append('"').toString();
    }
}
