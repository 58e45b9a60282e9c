package org.openfoodfacts.brigade.confs.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellCheckRule;

/** Every rule finds its own example that fails, at the place it names, and is silent about the one that passes. */
class RulesTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final Path PAGES = Path.of("../docs/rules");

    static Stream<RulePage> pages() {
        return Rules.ALL.stream().map(Rule::page);
    }

    /** All but the one that asks ShellCheck, which the command line calls and tests. */
    static Stream<RulePage> pagesOfOurOwn() {
        return pages().filter(page -> !page.id().equals(ShellCheckRule.ID));
    }

    @ParameterizedTest
    @MethodSource("pagesOfOurOwn")
    void theExampleThatFailsIsFoundWhereItSays(RulePage page) {
        List<Finding> findings = Lint.run(Example.tree(page.fails().example()), TODAY);

        assertThat(findings)
                .as(page.id())
                .filteredOn(f -> f.rule().equals(page.id()))
                .extracting(f -> f.place().toString())
                .contains(page.fails().at());
        assertThat(findings)
                .as("a sentence and a remedy")
                .allSatisfy(f -> assertThat(f.message()).isNotBlank().doesNotEndWith("."))
                .allSatisfy(f -> assertThat(f.remedy()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("pagesOfOurOwn")
    void theExampleThatPassesIsClean(RulePage page) {
        assertThat(Lint.run(Example.tree(page.passes()), TODAY))
                .as(page.id())
                .filteredOn(f -> f.rule().equals(page.id()) || f.severity() == Severity.ERROR)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsPageInDocsIsTheOneItWrites(RulePage page) throws IOException {
        Path file = PAGES.resolve(page.id() + ".md");
        if (Boolean.getBoolean("api.update")) {
            Files.createDirectories(PAGES);
            Files.writeString(file, PageText.of(page));
        }
        assertThat(file).as("run with -Dapi.update=true to write it").hasContent(PageText.of(page));
    }

    @Test
    void noIdStandsTwiceAndNoPageIsLeftBehind() throws IOException {
        List<String> ids = pages().map(RulePage::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        if (Boolean.getBoolean("api.update")) {
            Files.createDirectories(PAGES);
            for (RulePage page : pages().toList()) {
                Files.writeString(PAGES.resolve(page.id() + ".md"), PageText.of(page));
            }
            Files.writeString(PAGES.resolve("README.md"), PageText.index(pages().toList()));
        }
        assertThat(PAGES.resolve("README.md")).hasContent(PageText.index(pages().toList()));
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(
                            Stream.concat(ids.stream(), Stream.of("README")).toList()));
        }
    }
}
