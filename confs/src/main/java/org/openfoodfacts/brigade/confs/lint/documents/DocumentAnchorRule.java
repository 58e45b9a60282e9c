package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Link;
import org.openfoodfacts.brigade.confs.source.Source;

/** Links to a heading that the document, this one or another of the repository, does not have. How GitHub and MkDocs spell anchors does not matter. */
final class DocumentAnchorRule implements Rule {
    private static final Pattern NO_HEADING = Pattern.compile("L\\d.*|top|readme|.*[:~=<>{}$].*|");
    private static final RulePage PAGE = new RulePage(
            "document-anchor-missing",
            Severity.NOTE,
            "A document links to a heading that does not exist",
            """
            The heading was renamed or moved. Who follows the link lands at the top of the page and has to search, which costs time when it is about \
            a repair.""",
            "",
            new RulePage.Failing("docs/restore.md:1", """
                    --- docs/restore.md
                    First [stop the sync](sync.md#stopping-it).
                    --- docs/sync.md
                    # Syncs
                    ## How to stop one
                    """),
            """
            --- docs/restore.md
            First [stop the sync](sync.md#how-to-stop-one), then [go on](#restore-it).
            ## `Restore` it!
            --- docs/sync.md
            # Syncs
            ## How to stop one
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, Source> documents = new HashMap<>();
        repository
                .all(Formats.MARKDOWN)
                .forEach(read -> documents.put(read.source().name(), read.source()));
        Map<String, Headings> headings = new HashMap<>();
        repository
                .all(Formats.MARKDOWN)
                .forEach(read -> read.value().links().stream()
                        .filter(link -> link.target().indexOf('#') >= 0)
                        .forEach(link -> target(read.source(), link, documents)
                                .filter(document -> !headings.computeIfAbsent(
                                                document.name(), _ -> Headings.of(document.text()))
                                        .has(anchor(link)))
                                .ifPresent(document -> findings.add(
                                        read.source(),
                                        link.line(),
                                        document.name() + " has no heading for #" + anchor(link)
                                                + ", so who follows the link lands at its top and has to search",
                                        "link to the heading's present name"))));
    }

    private static String anchor(Link link) {
        return LinkTarget.decoded(link.target().substring(link.target().indexOf('#') + 1));
    }

    private static Optional<Source> target(Source document, Link link, Map<String, Source> documents) {
        if (NO_HEADING.matcher(anchor(link)).matches()) {
            return Optional.empty();
        }
        return link.target().startsWith("#")
                ? Optional.of(document)
                : LinkTarget.of(document.real(), link.target()).map(documents::get);
    }
}
