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
    void linksInTagsAreLinksToo() {
        assertThat(html("<a href=\"img/b.png\">x</a> <img alt=\"x\" src='other.png'/>"))
                .hasSize(2);
        assertThat(html("<img width=100 src=\"img/a%20b.png\"> <a href=\"https://example.org/x.md\">"))
                .isEmpty();
        assertThat(html("<img src=\"../img/a b.png\">"))
                .as("as the site has it")
                .isEmpty();
        assertThat(html("`<img src=\"img/b.png\">`")).isEmpty();
        assertThat(html("<a name=\"x\" data-href=\"b.png\">")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](#restore-it)",
                "[x](#restore-it-1)",
                "[x](#Restore-It)",
                "[x](sub/page.md#a-b--c)",
                "[x](sub/page.md#named)",
                "[x](sub/page.md#own-id)",
                "[x](sub/page.md#underlined)",
                "[x](sub/page.md#caf%C3%A9)",
                "[x](sub/page.md#cafe)",
                "[x](sub/page.md#L3)",
                "[x](../confs/x.sh#part)",
                "[x](missing.md#part)",
                "[x](https://example.org/#part)",
                "[x](#)",
                "[x](#top)"
            })
    void anAnchorThatIsThereOrIsNoHeadingIsSilent(String link) {
        assertThat(anchors(link)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[x](#restore)", "[x](sub/page.md#restore-it)", "<a href=\"#nowhere\">x</a>"})
    void anAnchorThatIsNotThereIsFound(String link) {
        assertThat(anchors(link))
                .singleElement()
                .satisfies(f -> assertThat(f.place()).hasToString("docs/x.md:3"));
    }

    private static List<Finding> anchors(String link) {
        return DocumentFindings.of("document-anchor-missing", """
                --- docs/sub/page.md
                # A, B & C
                ## Café
                <a name="named"></a>
                ## Else {#own-id}
                Underlined
                ----------
                --- confs/x.sh
                exit 0
                --- docs/x.md
                ## **Restore** [it](y)

                """ + link + "\n");
    }

    private static List<Finding> html(String line) {
        return DocumentFindings.of("document-link-broken", FILES + "--- docs/x.md\n" + line + "\n");
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
