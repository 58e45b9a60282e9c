package org.openfoodfacts.brigade.confs.lint.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.lint.Finding;

class DocumentLinkRuleTest {
    private static final String FILES = """
            --- docs/img/a b.png
            x
            --- docs/other.md
            x
            --- docs/sub/index.md
            x
            --- confs/host1/nginx -> ../common/nginx
            --- confs/common/nginx/site.conf
            server {}
            --- scripts/host1/restore.sh
            exit 0
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.md",
                "./other.md#part",
                "other",
                "sub/",
                "img/a%20b.png",
                "../confs/host1/nginx/site.conf",
                "../confs/host1/nginx",
                "../confs/common/",
                "..",
                "/scripts/host1/restore.sh?raw=1",
                "/other.md",
                "/some/page/of/the/site",
                "../../issues/3",
                "mailto:x@example.org",
                "//example.org/x",
                "<host>/x.md",
                "..."
            })
    void whatExistsOrIsNoFileHereIsSilent(String target) {
        assertThat(of(target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Other.md",
                "img/b.png",
                "../script/host1/restore.sh",
                "confs/host1/nginx/site.conf",
                "/scripts/restore.sh",
                "../confs/host1/nginx/other.conf"
            })
    void whatIsNotThereIsFound(String target) {
        assertThat(of(target))
                .singleElement()
                .satisfies(f -> assertThat(f.place()).hasToString("docs/x.md:3"));
    }

    @Test
    void theOneFileOfThatNameIsOffered() {
        assertThat(of("restore.sh").getFirst().remedy())
                .isEqualTo("link to scripts/host1/restore.sh (../scripts/host1/restore.sh) if that is what it means");
    }

    private static List<Finding> of(String target) {
        return DocumentFindings.of("document-link-broken", FILES + "--- docs/x.md\n# X\n\nSee [it](" + target + ").\n");
    }
}
