package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Comparator;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.subids.SubidRange;

/** Subordinate ids that two users may use: subuid(5) leaves it to the administrator that ranges are apart. */
final class SubidOverlapRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "subid-overlap",
            Severity.WARNING,
            "Two users may use the same subordinate ids",
            """
            Containers of both run as the same ids of the host: each can read and change the files of the other's, which user namespaces are \
            there to prevent. The user who shares a range with root can become any user of root's containers.""",
            "",
            new RulePage.Failing("confs/host1/subuid:2", """
                    --- confs/host1/subuid
                    root:100000:65536
                    jane:165535:65536
                    """),
            """
            --- confs/host1/subuid
            root:1000:64536
            root:100000:65536
            jane:165536:65536
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository.all(Formats.SUBIDS).forEach(read -> check(read.source(), read.value(), findings));
    }

    private static void check(Source source, List<SubidRange> ranges, Findings findings) {
        SubidRange widest = null;
        for (SubidRange range : ranges.stream()
                .sorted(Comparator.comparingLong(SubidRange::start))
                .toList()) {
            if (widest != null && range.start() < widest.end() && !range.owner().equals(widest.owner())) {
                add(source, range, widest, findings);
            }
            widest = widest == null || range.end() > widest.end() ? range : widest;
        }
    }

    private static void add(Source source, SubidRange one, SubidRange other, Findings findings) {
        SubidRange later = one.line() > other.line() ? one : other;
        SubidRange earlier = later.equals(one) ? other : one;
        findings.add(
                source,
                later.line(),
                "the ids of %s overlap those of %s (line %d) from %d on, so their containers can reach each other's files"
                        .formatted(later.owner(), earlier.owner(), earlier.line(), one.start()),
                "give " + later.owner() + " a range of its own");
    }
}
