package org.openfoodfacts.brigade.confs.lint;

import java.util.List;

/** A rule's page as Markdown, for {@code docs/rules} and {@code --explain}. */
public final class PageText {
    private PageText() {}

    public static String of(RulePage page) {
        StringBuilder text = new StringBuilder()
                .append("# ")
                .append(page.id())
                .append("\n\n")
                .append(page.title())
                .append(" (")
                .append(page.severity().id())
                .append(").\n\n")
                .append(page.why().strip())
                .append("\n\n");
        if (!page.incident().isBlank()) {
            text.append("It comes from an incident: ")
                    .append(page.incident().strip())
                    .append("\n\n");
        }
        return text.append("## Fails\n\nAt `")
                .append(page.fails().at())
                .append("`:\n\n")
                .append(indented(page.fails().example()))
                .append("\n## Passes\n\n")
                .append(indented(page.passes()))
                .append("\nAn exception, with its reason and its last day: `# brigade: allow ")
                .append(page.id())
                .append(" until YYYY-MM-DD: reason`\n")
                .toString();
    }

    /** The list of all rules. */
    public static String index(List<RulePage> pages) {
        StringBuilder text = new StringBuilder("""
                # The rules of `brigade lint`

                Written from the rules themselves (`RulesTest`, `-Dapi.update=true`), which are tested with the examples on their pages.

                | rule | severity | what is wrong |
                |---|---|---|
                """);
        pages.forEach(page -> text.append("| [%s](%s.md) | %s | %s |%n"
                .formatted(page.id(), page.id(), page.severity().id(), page.title())));
        return text.toString();
    }

    private static String indented(String example) {
        return example.lines()
                .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
                .reduce("", String::concat);
    }
}
