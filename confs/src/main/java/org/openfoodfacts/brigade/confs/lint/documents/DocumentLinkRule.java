package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Link;

/** Links of documents to files of the repository that are not there. */
final class DocumentLinkRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "document-link-broken",
            Severity.NOTE,
            "A document links to a file that does not exist",
            """
            Whoever follows the document in an incident stands before nothing: the script was moved, the file renamed, or the link counts its \
            folders wrongly. Only links to files of this repository are looked at.""",
            "",
            new RulePage.Failing("docs/restore.md:1", """
                    --- docs/restore.md
                    Run [the script](../scripts/restore.sh), then see [the map](#map).
                    --- scripts/host1/restore.sh
                    exit 0
                    """),
            """
            --- docs/restore.md
            Run [the script](../scripts/host1/restore.sh#L1), then see [the map](#map) and [the site](https://example.org/x.md).
            --- scripts/host1/restore.sh
            exit 0
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RepositoryNames names = new RepositoryNames(repository);
        repository.all(Formats.MARKDOWN).forEach(read -> check(read, names, findings));
    }

    private static void check(Read<MarkdownFile> read, RepositoryNames names, Findings findings) {
        String document = read.source().real();
        for (Link link : read.value().links()) {
            Optional<String> target = LinkTarget.of(document, link.target())
                    .filter(name -> !names.has(name))
                    .filter(_ -> !link.html() || !isOfSite(document, link, names));
            if (target.isPresent() && isOfRepository(link, target.get(), names)) {
                findings.add(
                        read.source(),
                        link.line(),
                        "the link to " + link.target() + " leads to " + target.get()
                                + ", which does not exist, so who follows it finds nothing",
                        remedy(document, target.get(), names));
            }
        }
    }

    /** Right on the site: MkDocs makes a folder of each page, and leaves tags as they are ("use_directory_urls"). */
    private static boolean isOfSite(String document, Link link, RepositoryNames names) {
        String page = document.replaceFirst("\\.md$", "/index.md");
        return LinkTarget.of(page, link.target()).filter(names::has).isPresent();
    }

    /** What begins with a slash may mean the site that is made of the documents. */
    private static boolean isOfRepository(Link link, String target, RepositoryNames names) {
        return !link.target().startsWith("/") || (names.has(target.split("/", 2)[0]) && !names.has("docs/" + target));
    }

    private static String remedy(String document, String target, RepositoryNames names) {
        return names.moved(target)
                .map(moved -> "link to " + moved + " (" + relative(document, moved) + ") if that is what it means")
                .orElse("link to what it means, or remove the link");
    }

    private static String relative(String document, String name) {
        String[] from = document.split("/");
        String[] to = name.split("/");
        int same = 0;
        while (same < from.length - 1 && same < to.length - 1 && from[same].equals(to[same])) {
            same++;
        }
        StringBuilder path = new StringBuilder("../".repeat(from.length - 1 - same));
        for (int i = same; i < to.length; i++) {
            path.append(i == same ? "" : "/").append(to[i]);
        }
        return path.toString();
    }
}
